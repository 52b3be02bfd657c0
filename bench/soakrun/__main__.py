"""The command line, and the run: a load, faults one after the other, samples, a verdict."""
import argparse
import asyncio
import os
import random
import shutil
import signal
import sys
import tempfile
import time

from . import local
from .faults import FAULTS
from .ledger import Ledger
from .load import Load
from .report import Happened, Verdict, report
from .tunnel import Tunnel

SAMPLE_EVERY = 5
CHECK_EVERY = 45
# Faults that replace a process come in the first part of the run: those that live on show whether something grows.
REPLACING_PART = 0.4
PATIENCE = 60


def main():
    options = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the finally block stops what was started
    directory = tempfile.mkdtemp(prefix="soak-")
    tunnel = Tunnel(directory, options)
    try:
        text, good = asyncio.run(_soak(tunnel, options))
    finally:
        tunnel.stop()
        if options.keep:
            print("logs:", directory, file=sys.stderr)
        else:
            shutil.rmtree(directory, ignore_errors=True)
    print(text)
    return 0 if good else 1


def _arguments():
    parser = argparse.ArgumentParser(
        prog="bench/soak", formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        description="Runs a tunnel under load and random faults; exit status 1 if visitors noticed what they should not, "
                    "or if memory, descriptors or threads grew.")
    add = parser.add_argument
    add("--minutes", type=float, default=10, help="how long")
    add("--seed", type=int, default=int(time.time()), help="the same seed gives the same faults in the same order")
    add("--rate", type=int, default=200, help="GETs per second")
    add("--without", default="", help="comma list of faults to leave out, of: " + ", ".join(f.name for f in FAULTS))
    add("--relay-options", dest="relay", type=str.split, default="", help="more options for the relay, in one word")
    add("--agent-options", dest="agent", type=str.split, default="", help="more options for the agent, in one word")
    add("--keep", action="store_true", help="keep the logs")
    return parser.parse_args()


async def _soak(tunnel, options):
    behind, ledger, rng = local.Behind(), Ledger(), random.Random(options.seed)
    nginx, digest = local.configure(tunnel.directory, tunnel.local_port, await behind.start())
    await tunnel.start(nginx)
    load = Load(tunnel.host, tunnel.relay_port, ledger, options.rate, digest)
    tasks = load.start()
    sampler = asyncio.ensure_future(_sample(tunnel))
    happened = []
    try:
        for fault in _plan(options, time.monotonic(), rng):
            await asyncio.sleep(rng.uniform(3, 8))
            happened.append(await _do(fault, tunnel, ledger, rng))
            if tunnel.trouble:
                break
            await _check(tunnel)
        await asyncio.sleep(5)
        await _check(tunnel, CHECK_EVERY / 3)
        load.over = True
        await asyncio.gather(*tasks)
    finally:
        sampler.cancel()
    verdict = Verdict(ledger, happened, tunnel, behind, load.answered_uploads)
    return report(options.seed, options.minutes, ledger, happened, tunnel, verdict), verdict.is_good()


def _plan(options, begin, rng):
    """Each fault once, in any order, then by weight; from REPLACING_PART on only those that leave the processes alone."""
    faults = [f for f in FAULTS if f.name not in options.without.split(",")]
    once = rng.sample(faults, len(faults))
    while (part := (time.monotonic() - begin) / (options.minutes * 60)) < 1:
        allowed = [f for f in faults if part < REPLACING_PART or not f.replaces]
        once = [f for f in once if f in allowed]
        yield once.pop() if once else rng.choices(allowed, [f.weight for f in allowed])[0]


async def _do(fault, tunnel, ledger, rng):
    began = time.monotonic()
    try:
        mended = await fault.act(tunnel, rng)
        back = await ledger.success_after(mended, PATIENCE)
    except RuntimeError as e:
        back = None
        tunnel.trouble.append(f"{fault.name}: {e}")
    ended = time.monotonic()
    print(f"{began - ledger.began:6.1f} s  {fault.name}: {ended - began:.1f} s, back after "
          + ("never" if back is None else f"{back:.2f} s"), file=sys.stderr, flush=True)
    return Happened(fault, began, ended, back, ledger.longest_wait(began, ended))


async def _sample(tunnel):
    while True:
        for life in tunnel.living():
            life.sample()
        await asyncio.sleep(SAMPLE_EVERY)


async def _check(tunnel, every=CHECK_EVERY):
    """Only between faults, when every process runs and is at its usual work."""
    for life in tunnel.living():
        last = life.checks[-1].at if life.checks else 0
        if life.age() - last > every:
            await asyncio.sleep(1)
            await life.check()


if __name__ == "__main__":
    sys.exit(main())
