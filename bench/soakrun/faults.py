"""The faults: what each breaks, how it is mended, and which failures it explains.

A fault is a coroutine that breaks something, mends it, and returns the moment from which on the URL must work again. What it
explains are pairs of a kind of request and a pattern of what happened to it; everything else counts against the tunnel.
"""
import asyncio
import collections
import signal
import time

CUT = r"broken in (send|head|body)"
BULK = "download|upload|stream"
LINK_LOST = [(BULK, CUT), ("upload", r"status 50[23]")]  # what has begun is cut; an upload is not sent twice
ANY_BREAK = [(".*", r"broken in "), (".*", r"status 50[23]")]

Fault = collections.namedtuple("Fault", "name weight replaces back_within explains act")


async def drop_all(tunnel, random):
    tunnel.break_link(signal.SIGUSR1)
    return time.monotonic()


async def drop_one(tunnel, random):
    tunnel.break_link(signal.SIGHUP)
    return time.monotonic()


async def black_hole(tunnel, random):
    tunnel.break_link(signal.SIGUSR2)
    await asyncio.sleep(random.uniform(1, 12))
    tunnel.break_link(signal.SIGUSR2)
    return time.monotonic()


async def kill_agent(tunnel, random):
    await tunnel.end(tunnel.agent.process, signal.SIGKILL)
    mended = time.monotonic()
    tunnel.agent = await tunnel.start_agent()
    return mended


async def freeze_agent(tunnel, random):
    return await _freeze(tunnel, random.uniform(2, 25))


async def freeze_agent_for_a_minute(tunnel, random):
    return await _freeze(tunnel, 60)


async def _freeze(tunnel, seconds):
    tunnel.agent.process.popen.send_signal(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    tunnel.agent.process.popen.send_signal(signal.SIGCONT)
    return time.monotonic()


async def kill_relay(tunnel, random):
    await tunnel.end(tunnel.relay.process, signal.SIGKILL)
    await asyncio.sleep(random.uniform(0, 2))
    mended = time.monotonic()
    tunnel.relay = await tunnel.start_relay()
    return mended


async def upgrade_relay(tunnel, random):
    old = tunnel.relay
    tunnel.relay = await tunnel.start_relay("--beside")
    status = await tunnel.end(old.process, signal.SIGTERM)
    if status != 0:
        tunnel.remarks.append(f"{old.name} ended with {status} (expected: 0)")
    return time.monotonic()


async def restart_local_server(tunnel, random):
    await tunnel.end(tunnel.nginx, signal.SIGKILL)
    await asyncio.sleep(random.uniform(0.2, 3))
    await tunnel.start_local()
    return time.monotonic()


# name, how often, which process it replaces, seconds until the URL must work, what it explains
FAULTS = [Fault(*row) for row in (
    ("drop-all", 6, None, 1, LINK_LOST, drop_all),
    ("drop-one", 4, None, 1, LINK_LOST, drop_one),
    ("black-hole", 4, None, 5, LINK_LOST, black_hole),
    ("restart-local", 3, None, 1, [(".*", "status 502"), (BULK, CUT)], restart_local_server),
    ("freeze-agent", 2, None, 2, LINK_LOST + [(".*", "status 503")], freeze_agent),
    ("freeze-agent-60s", 0, None, 2, LINK_LOST + [(".*", "status 503")], freeze_agent_for_a_minute),
    ("kill-agent", 1, "agent", 5, LINK_LOST, kill_agent),
    ("kill-relay", 1, "relay", 10, ANY_BREAK, kill_relay),
    ("upgrade-relay", 1, "relay", 1, [("stream", CUT)], upgrade_relay),
)]
