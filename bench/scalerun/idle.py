"""Agents that do nothing: how long until all are connected, what relay and agents need then."""
import time

from .processes import Crowd, Relay, become

SETTLE = 20  # seconds: one garbage collection, and what keep-alives do first


def measure(directory, agents, links, jvms, rest):
    """The figures of one relay with that many agents, spread over that many JVMs."""
    relay, crowds = None, []
    try:
        relay = Relay(directory)
        time.sleep(1)
        empty = relay.process.rss_mib()
        crowds = [Crowd(directory, relay, f"idle{i}x", 9, links) for i in range(jvms)]
        for crowd, _ in ((c, c.ask(0)) for c in crowds):
            crowd.await_answer()  # the JVMs' start is not the relay's
        shares = [agents // jvms + (i < agents % jvms) for i in range(jvms)]
        started = relay.process.cpu_seconds()
        result = {"type": "idle", "agents": agents, "links": links, "jvms": jvms, "relay_empty_mib": empty,
                  **become(list(zip(crowds, shares))), "connect_cpu_s": relay.process.cpu_seconds() - started}
        time.sleep(min(SETTLE, rest))
        return {**result, **_at_rest(relay, crowds, rest)}
    finally:
        for process in [crowd.process for crowd in crowds] + ([relay.process] if relay else []):
            process.stop()


def _at_rest(relay, crowds, rest):
    processes = [relay.process] + [crowd.process for crowd in crowds]
    before, started = [p.cpu_seconds() for p in processes], time.monotonic()
    highest = 0.0
    while time.monotonic() - started < rest:
        time.sleep(1)
        highest = max(highest, relay.process.rss_mib())
    wall = time.monotonic() - started
    used = [100 * (p.cpu_seconds() - b) / wall for p, b in zip(processes, before)]
    return {"rest_s": wall, "relay_cpu_percent": used[0], "crowd_cpu_percent": sum(used[1:]), "relay_mib": highest,
            "relay_peak_mib": relay.process.rss_mib("VmHWM"), "relay_descriptors": relay.descriptors(),
            "crowd_mib": sum(p.rss_mib() for p in processes[1:])}
