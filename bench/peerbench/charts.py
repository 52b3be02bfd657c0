"""A run as pictures: what Portsicle and its peers do, and how far from its targets that is."""
import os
import statistics

from .drawing import Bar, Dot, Head, Panel, bars, dots
from .peers import PEERS
from .report import quiet, rounds
from .systems import SYSTEMS
from .targets import SUBJECT, judge

WORKLOADS = {
    "hello-1": "1 connection", "hello-16": "16 connections", "hello-64": "64 connections", "hello-256": "256 connections",
    "browser-64": "64 connections, a browser's heads", "newconn-16": "a new connection for each request",
    "64k-16": "answers of 64 KiB, 16 connections", "1k-64": "answers of 1 KiB, 64 connections",
    "down-1": "one download", "down-4": "four downloads at once", "up-1": "one upload",
    "h2-1x100": "HTTP/2, 1 connection of 100 streams", "h2-16x10": "HTTP/2, 16 connections of 10 streams",
}
NO_TUNNEL = "direct"  # dwarfs everything else; the report has it
SMALL = ("hello-64", "hello-256", "browser-64", "newconn-16")
BULK = ("down-1", "down-4", "up-1", "64k-16")
NOTE = "Medians of the rounds; the thin line goes from the lowest round to the highest. Each group has a scale of its own."
TARGETS_NOTE = ("Right of the line is better than the target, whether more or less is asked for. The wide line: all rounds. "
                "A triangle: beyond the scale.")


def write(directory, records):
    """Draws what the records have, each chart into a file of its own; returns their paths."""
    meta = records[0]
    records, _ = quiet(records, meta["cpus"])
    files = {
        "requests": _grid(records, meta, SMALL, "rps", "Small requests per second", "more is better"),
        "cpu": _grid(records, meta, SMALL, "both_us_per_req", "CPU per small request, µs",
                     "both ends of the tunnel together, less is better"),
        "bulk": _grid(records, meta, BULK, "mb_s", "Bulk, MB/s", "more is better"),
        "targets": _targets(records, meta),
    }
    os.makedirs(directory, exist_ok=True)
    paths = []
    for name, text in files.items():
        if text:
            paths.append(os.path.join(directory, name + ".svg"))
            with open(paths[-1], "w") as f:
                f.write(text)
    return paths


def _grid(records, meta, workloads, key, title, subtitle):
    found = {(s, w): _values(records, s, w, key) for s in meta["order"] for w in workloads}
    measured = {s for s, w in found if s != NO_TUNNEL and found[s, w]}
    groups = [[s for s in group if s in measured] for group in _groups(meta)]
    panels = [Panel(WORKLOADS[w], tuple([_bar(s, found[s, w]) for s in group] for group in groups if group))
              for w in workloads if any(found[s, w] for s in measured)]
    if not panels:
        return None
    spoken = "; ".join(f"{panel.title}: " + ", ".join(f"{b.name} {b.value:.4g}" for b in panel.bars if b.value is not None)
                       for panel in panels)
    return bars(Head(title, f"{subtitle} · {_circumstances(records, meta)}", spoken + ".", NOTE), panels)


def _groups(meta):
    """The systems that don't encrypt the tunnel and those that do; in both ours, then the peers, always in the same order."""
    known = list(SYSTEMS) + list(PEERS)

    def encrypts(name):
        return meta["systems"].get(name, {}).get("tls") not in (None, "none")

    def place(name):
        return not name.startswith(SUBJECT), known.index(name) if name in known else len(known), name
    names = sorted(meta["order"], key=place)
    return [n for n in names if not encrypts(n)], [n for n in names if encrypts(n)]


def _values(records, system, workload, key):
    return [r[key] for r in records
            if r["type"] == "result" and r["system"] == system and r["workload"] == workload and r.get(key)]


def _bar(system, values):
    kind = "own" if system == SUBJECT else "kin" if system.startswith(SUBJECT) else "other"
    return Bar(system, statistics.median(values), min(values), max(values), kind) if values else Bar(system, None, kind=kind)


def _circumstances(records, meta):
    return f"{meta['cpus']} cores for everything, {rounds(records)}, {meta['date'].split()[0]}"


def _targets(records, meta):
    judged = [j for j in judge(records) if j.target.bound]
    if not any(j.rounds for j in judged):
        return None
    groups = {}
    for judgement in judged:
        groups.setdefault(_group(judgement.target), []).append(_dot(judgement))
    missed = [j for j in judged if j.missed]
    count = _count(judged, missed)
    spoken = count + (". Missed: " + "; ".join(_spoken(j) for j in missed) if missed else "") + "."
    return dots(Head("Targets at a glance", f"{count} · {_circumstances(records, meta)}", spoken, TARGETS_NOTE), list(groups.items()))


def _count(judged, missed):
    measured = sum(bool(j.rounds) for j in judged)
    rest = len(judged) - measured
    return f"{measured - len(missed)} of {len(judged)} met" + (f", {rest} not measured" if rest else "")


def _group(target):
    if not target.over:
        return f"{target.of.system} by itself"
    if target.over.system == target.of.system:
        return "HTTP/2 against HTTP/1.1"
    return f"{target.of.system} against {target.over.system}"


def _dot(judgement):
    target = judgement.target
    name = f"{WORKLOADS[target.of.workload]}: {target.of.words}" if target.of.workload in WORKLOADS else target.of.words
    if not judgement.rounds:
        return Dot(name, None, bound=target.bound_text())
    score = target.bound.score
    scores = [score(value) for value in judgement.rounds]
    value = judgement.value
    return Dot(name, score(value), min(scores), max(scores), target.unit.text(value), target.bound_text())


def _spoken(judgement):
    target = judgement.target
    return f"{_group(target)}, {_dot(judgement).name} {target.unit.text(judgement.value)} ({target.bound_text()})"
