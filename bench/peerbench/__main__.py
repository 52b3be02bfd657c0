"""The command line: rounds of systems, interleaved, each result printed and kept; then the report."""
import argparse
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import struct
import sys
import time

from . import charts, origin
from .load import WORKLOADS
from .peers import PEERS
from .report import report
from .run import Bench, Skip
from .systems import SYSTEMS

SIOCGIFMTU = 0x8921


def main():
    options = _arguments()
    systems = {**SYSTEMS, **PEERS}
    for path in options.extra:
        with open(path) as f:
            systems.update(json.load(f))
    if options.list:
        return _list(systems)
    if options.report:
        return _report_again(options, systems)
    options.workloads = _chosen(options.workloads, WORKLOADS, "workload")
    names = _chosen(options.systems, systems, "system")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the finally blocks stop what was started
    return _measure(options, names, systems)


def _arguments():
    parser = argparse.ArgumentParser(prog="bench/compare", formatter_class=argparse.ArgumentDefaultsHelpFormatter,
                                     description="Measures reverse tunnels side by side on 127.0.0.1.")
    add = parser.add_argument
    add("--systems", default="direct,nginx-proxy,rathole,portsicle,rathole-wss,portsicle-tls",
        help="comma list; 'all'; a trailing * matches a prefix")
    add("--workloads",
        default="hello-1,hello-64,hello-256,browser-64,newconn-16,64k-16,h2-16x10,down-1,down-4,up-1",
        help="comma list of " + ", ".join(WORKLOADS) + "; or 'all'")
    add("--rounds", type=int, default=3, help="rounds, systems interleaved; medians are reported")
    add("--seconds", type=int, default=5, help="measured seconds of each workload; transfers are repeated for so long")
    add("--prewarm", type=int, default=2, help="unmeasured seconds of the same before each workload")
    add("--wrk-threads", type=int, default=1)
    add("--bulk-timeout", type=int, default=60, help="seconds that one transfer of 256 MiB may take")
    add("--max-minutes", type=float, default=120, help="stop starting workloads after this long")
    add("--extra", action="append", default=[], help="JSON file with further systems (systems.py says the keys)")
    add("--bin", default=".peerbench/bin", help="folder with the peers' programs")
    add("--data", default=".peerbench/data", help="folder of the origin's files, made once")
    add("--out", default=time.strftime(".peerbench/out/%Y%m%d-%H%M%S"), help="writes OUT.jsonl and OUT.md")
    add("--report", nargs="+", metavar="JSONL",
        help="only print the report of an earlier run; the results of further runs count as more rounds of it")
    add("--charts", nargs="?", const="docs/charts", metavar="DIR",
        help="also draw the run, or the earlier one of --report, as SVG into DIR (without DIR: docs/charts)")
    add("--keep", action="store_true", help="keep the run directories with the logs")
    add("--list", action="store_true", help="list the systems")
    add("--selftest", action="store_true", help="check the origin")
    return parser.parse_args()


def _chosen(words, known, what):
    names = []
    for word in known if words == "all" else words.split(","):
        found = [n for n in known if n.startswith(word[:-1])] if word.endswith("*") else [n for n in known if n == word]
        if not found:
            sys.exit(f"unknown {what} {word} (known: {', '.join(known)})")
        names += [n for n in found if n not in names]
    return names


def _list(systems):
    for name, system in systems.items():
        print(f"{name:16} encryption: {system.get('tls', '?')}; {system.get('note', '')}")
    return 0


def _report_again(options, systems):
    records = _together([_read(path) for path in options.report])
    text, met = report(records, records[0], {**systems, **records[0]["systems"]})
    print(text)
    _draw(options, records)
    return 1 if met is False else 0


def _read(path):
    with open(path) as f:
        return [json.loads(line) for line in f if line.strip()]


def _together(runs):
    """The first run, with the results of the others as further rounds. What systems hold stays the first one's: it depends on the
    workloads."""
    records = list(runs[0])
    for run in runs[1:]:
        last = max(r["round"] for r in records if "round" in r)
        records += [{**r, "round": r["round"] + last} for r in run if r["type"] in ("result", "skipped")]
    return records


def _draw(options, records):
    if options.charts:
        print("drew", " ".join(charts.write(options.charts, records)) or "nothing: no workload of a chart was measured")


def _measure(options, names, systems):
    os.makedirs(os.path.dirname(os.path.abspath(options.out)), exist_ok=True)
    records = []
    with open(options.out + ".jsonl", "w") as f:
        def emit(record):
            records.append(record)
            f.write(json.dumps(record) + "\n")
            f.flush()
            _print(record)
        bench = Bench(options, systems, emit)
        try:
            if options.selftest:
                return origin.selftest(bench)
            meta = _meta(options, names, systems)
            emit(meta)
            _rounds(bench, names)
        finally:
            if not options.keep:
                shutil.rmtree(bench.directory, ignore_errors=True)
    text, met = report(records, meta, systems)
    with open(options.out + ".md", "w") as f:
        f.write(text)
    print(text)
    print("wrote", options.out + ".jsonl and .md")
    _draw(options, records)
    return 1 if met is False else 0


def _rounds(bench, names):
    for number in range(1, bench.options.rounds + 1):
        first = (number - 1) % len(names)
        for name in names[first:] + names[:first]:  # another one first in each round
            try:
                bench.run(name, number)
            except Skip as e:
                bench.emit({"type": "skipped", "system": name, "round": number, "why": str(e)})
            except Exception as e:  # one broken system must not end the run; the report names it
                bench.emit({"type": "skipped", "system": name, "round": number, "why": f"{type(e).__name__}: {e}"})


def _meta(options, names, systems):
    return {"type": "meta", "date": time.strftime("%Y-%m-%d %H:%M %Z"), "cpus": os.cpu_count(),
            "cpu": _first(r"model name\s*: (.*)", "/proc/cpuinfo"), "kernel": os.uname().release,
            "mtu": _loopback_mtu(), "loadavg": _first(r"(\S+)", "/proc/loadavg"), "seconds": options.seconds,
            "prewarm": options.prewarm, "rounds": options.rounds, "order": names, "workloads": options.workloads,
            "systems": {n: {key: systems[n].get(key) for key in ("tls", "note")} for n in names}}


def _loopback_mtu():
    """Asked of the kernel: /sys still shows the namespace that it was mounted in."""
    with socket.socket() as s:
        return struct.unpack("16xi", fcntl.ioctl(s, SIOCGIFMTU, struct.pack("16sxxxx", b"lo")))[0]


def _first(pattern, path):
    with open(path) as f:
        match = re.search(pattern, f.read())
    return match.group(1) if match else "?"


def _print(r):
    if r["type"] == "skipped":
        print(f"  {r['round']} {r['system']:15} skipped: {r['why']}", flush=True)
    if r["type"] == "result":
        if "rps" not in r:
            figures = f"{r['mb_s']:>9.0f} MB/s"
        else:
            figures = f"{r['rps']:>9.0f} req/s p99 {r.get('p99_us', 0) / 1000:.2f} ms, {r.get('both_us_per_req', 0):.1f} µs/req"
        print(f"  {r['round']} {r['system']:15} {r['workload']:11} {figures}  errors {r['errors']}/{r['non2xx']} "
              f"{r.get('fail', '')}", flush=True)


sys.exit(main())
