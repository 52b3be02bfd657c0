"""The command line, and the run: rounds of transfers, each result printed and kept; then the report."""
import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import time

from . import neighbours
from .paths import PATHS
from .report import STALLED, report
from .tunnel import Tunnel
from .visitors import Curl, Stalled

# Longer than TCP's retransmission timeout, after which a connection counts as idle.
REST = 2.0
WARM_UPS = 3


def main():
    options = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the finally blocks stop what was started
    directory = tempfile.mkdtemp(prefix="distance-")
    meta = _meta(options)
    records = []
    measure = _neighbours if options.neighbours else _measure
    try:
        for name in options.paths.split(","):
            measure(PATHS[name], directory, options, records)
    finally:
        if options.keep:
            print("logs:", directory, file=sys.stderr)
        else:
            shutil.rmtree(directory, ignore_errors=True)
    text, good = (neighbours.report if options.neighbours else report)(records, meta)
    _keep(options.out, records, meta, text)
    print(text)
    return 0 if good else 1


def _arguments():
    parser = argparse.ArgumentParser(
        prog="bench/distance", formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        description="Measures one stream over a long path, through a tunnel and without it; exit status 1 when a target is missed.")
    add = parser.add_argument
    add("--rounds", type=int, default=5, help="rounds, all ways interleaved; medians are judged")
    add("--rtt", type=float, default=100, help="round trip of the path in milliseconds")
    add("--mbit", type=float, default=1000, help="rate of the path in Mbit/s, each direction")
    add("--mib", type=int, default=64, help="what is moved, at most 256")
    add("--paths", default="slowlink,packets",
        help="comma list of slowlink (bytes, no slow start), packets (TCP end to end), loopback (neither distance nor rate)")
    add("--congestion", default=_congestion(), help="TCP's congestion control on the path of packets")
    add("--neighbours", action="store_true",
        help="measures small requests beside eight downloads instead, which is only shown")
    add("--out", default=time.strftime(".peerbench/out/distance-%Y%m%d-%H%M%S"), help="writes OUT.json and OUT.md")
    add("--keep", action="store_true", help="keep the logs")
    return parser.parse_args()


def _congestion():
    with open("/proc/sys/net/ipv4/tcp_congestion_control") as f:
        return f.read().strip()


def _meta(options):
    return {"date": time.strftime("%Y-%m-%d %H:%M"), "cpus": os.cpu_count(), "kernel": platform.release(),
            "congestion": options.congestion, "loadavg": round(os.getloadavg()[0], 2), "rounds": options.rounds, "rtt": options.rtt,
            "mbit": options.mbit, "mib": options.mib, "paths": options.paths.split(",")}


def _measure(path, directory, options, records):
    os.mkdir(os.path.join(directory, path.name))
    tunnel = Tunnel(path(directory, options), directory, options)
    try:
        tunnel.start()
        curls = {"direct": Curl(tunnel.direct, "local", tunnel.file(), tunnel.directory),
                 "tunnel": Curl(tunnel.relay, tunnel.host, tunnel.file(), tunnel.directory)}
        for _ in range(WARM_UPS):  # the programs, not the windows: each stream starts with a small one
            curls["tunnel"].down()
            curls["tunnel"].up()
        for number in range(options.rounds):
            _round(number, tunnel, curls, records)
    finally:
        tunnel.stop()


def _neighbours(path, directory, options, records):
    os.mkdir(os.path.join(directory, path.name))
    tunnel = Tunnel(path(directory, options), directory, options)
    try:
        tunnel.start()
        neighbours.measure(tunnel)  # the programs warm up
        for number in range(options.rounds):
            alone, beside, rate = neighbours.measure(tunnel)
            records.append({"path": path.name, "round": number, "alone": alone, "beside": beside, "mb_s": rate})
            print(f"{path.name} {number}: alone {neighbours.figures(alone)}, beside {neighbours.figures(beside)} ms, {rate:.0f} MB/s",
                  file=sys.stderr, flush=True)
    finally:
        tunnel.stop()


def _round(number, tunnel, curls, records):
    for kind in ("down", "up"):
        for way in ("direct", "tunnel")[::1 if number % 2 else -1]:
            _transfer(number, tunnel, kind, way, curls[way], records)
    for stalled in STALLED:
        with Stalled(tunnel.relay, tunnel.host, stalled):
            for kind in ("down", "up"):
                _transfer(number, tunnel, kind, stalled, curls["tunnel"], records)


def _transfer(number, tunnel, kind, way, curl, records):
    time.sleep(REST)
    before = tunnel.cpu_seconds()
    seconds = getattr(curl, kind)()
    after = tunnel.cpu_seconds()
    records.append({"path": tunnel.path.name, "round": number, "kind": kind, "way": way, "seconds": seconds,
                    "bytes": os.path.getsize(tunnel.file()), "cpu": {name: round(after[name] - before[name], 2) for name in after}})
    print(f"{tunnel.path.name} {number} {kind} {way}: {seconds:.3f} s {records[-1]['cpu']}", file=sys.stderr, flush=True)


def _keep(out, records, meta, text):
    os.makedirs(os.path.dirname(out) or ".", exist_ok=True)
    with open(out + ".json", "w") as f:
        json.dump({"meta": meta, "records": records}, f, indent=1)
    with open(out + ".md", "w") as f:
        f.write(text)


if __name__ == "__main__":
    sys.exit(main())
