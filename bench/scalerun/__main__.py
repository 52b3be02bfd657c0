"""The command line: idle agents first, then requests beside them; then the report."""
import argparse
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time

from . import idle
from .report import MANY, report
from .requests import Requests

SPARE_DESCRIPTORS = 200  # the JVM's own, and visitors
QUICK = {"agents": 200, "jvms": 2, "rounds": 1, "seconds": 1, "warm": 2, "rest": 5, "pause": 0.5}


def main():
    options = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the finally blocks stop what was started
    os.makedirs(os.path.dirname(os.path.abspath(options.out)), exist_ok=True)
    directory = tempfile.mkdtemp(prefix="scale-")
    try:
        records, remarks = _measure(directory, options)
    finally:
        if options.keep:
            print("logs:", directory, file=sys.stderr)
        else:
            shutil.rmtree(directory, ignore_errors=True)
    text, met = report(records, remarks)
    with open(options.out + ".json", "w") as f:
        json.dump({"date": time.strftime("%Y-%m-%d %H:%M"), "cpus": os.cpu_count(), "options": vars(options), "remarks": remarks,
                   "met": met, "records": records}, f, indent=1)
    print(text)
    print("\nwrote", options.out + ".json")
    return 0 if met else 1


def _arguments():
    parser = argparse.ArgumentParser(prog="bench/scale", formatter_class=argparse.ArgumentDefaultsHelpFormatter,
                                     description="Many agents on one relay: connecting, at rest, and beside requests. Exit status 1 if a "
                                                 "target is missed.")
    add = parser.add_argument
    add("--agents", type=int, default=MANY, help="how many")
    add("--links", default="2,1", help="comma list of links of each idle agent, a relay for each")
    add("--request-links", type=int, default=2, help="links of each agent beside requests")
    add("--jvms", type=int, default=4, help="processes that share the idle agents")
    add("--rest", type=int, default=30, help="seconds for which CPU at rest is measured")
    add("--rounds", type=int, default=3, help="rounds of 1, 100 and all sessions, interleaved; 0 leaves requests out")
    add("--seconds", type=int, default=5, help="measured seconds of each load")
    add("--warm", type=int, default=15, help="seconds of load on one session, and on a hundred, before the first round")
    add("--pause", type=float, default=5, help="seconds after the number of sessions changed")
    add("--quick", action="store_true", help="a small run that only shows that everything works")
    add("--out", default=time.strftime(".peerbench/scale/%Y%m%d-%H%M%S"), help="writes OUT.json")
    add("--keep", action="store_true", help="keep the logs")
    if "--quick" in sys.argv:
        parser.set_defaults(**QUICK)
    return parser.parse_args()


def _measure(directory, options):
    records, remarks = [], []
    for links in (int(word) for word in options.links.split(",") if word):
        agents = _possible(options.agents, links, remarks)
        _emit(records, idle.measure(directory, agents, links, options.jvms, options.rest))
    if options.rounds:
        most = _possible(options.agents, options.request_links, remarks)
        numbers = sorted({n for n in (1, 100, most) if n <= most})
        Requests(directory, options).measure(numbers, lambda record: _emit(records, record))
    if options.agents < MANY:
        remarks.append(f"the targets are for {MANY:,} agents; this run had {options.agents:,}")
    return records, remarks


def _possible(agents, links, remarks):
    """As many agents as the relay has descriptors for."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    most = (limit - SPARE_DESCRIPTORS) // links
    if most >= agents:
        return agents
    remark = f"only {most:,} agents with {links} links, not {agents:,}: a process may have {limit:,} descriptors here (ulimit -n)"
    if remark not in remarks:
        remarks.append(remark)
        print("bench/scale:", remark, file=sys.stderr)
    return most


def _emit(records, record):
    records.append(record)
    words = [f"{key} {value:.2f}" if isinstance(value, float) else f"{key} {value}" for key, value in record.items()]
    print("  ".join(words), file=sys.stderr, flush=True)


sys.exit(main())
