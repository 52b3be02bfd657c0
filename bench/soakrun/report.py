"""What the run found, in Markdown."""
import collections
import re

from .faults import FAULTS
from .resources import TOLERANCE


class Happened:
    """A fault that was done: from when to when, how long until the URL worked (None: never), the longest wait."""

    def __init__(self, fault, began, ended, back, longest):
        self.fault, self.began, self.ended, self.back, self.longest = fault, began, ended, back, longest

    def overlaps(self, failure):
        return failure.began <= self.ended and failure.ended >= self.began

    def explains(self, failure):
        return self.overlaps(failure) and any(
            re.fullmatch(kind, failure.kind) and re.match(what, failure.what) for kind, what in self.fault.explains)

    def was_late(self):
        return self.back is None or self.back > self.fault.back_within


class Verdict:
    """Everything that counts against the tunnel."""

    def __init__(self, ledger, happened, tunnel, behind, answered_uploads):
        self.unexplained = [f for f in ledger.failures if not any(h.explains(f) for h in happened)]
        self.late = [h for h in happened if h.was_late()]
        self.twice = sorted(number for number, count in behind.begun.items() if count > 1)
        self.lost = sorted(number for number in answered_uploads if behind.whole[number] != 1)
        self.grown = [(life, life.grown()) for life in tunnel.lives if life.grown()]
        self.complaints = tunnel.complaints()

    def is_good(self):
        return not any((self.unexplained, self.late, self.twice, self.lost, self.grown, self.complaints))


def report(seed, minutes, ledger, happened, tunnel, verdict):
    lines = [f"`bench/soak --minutes {minutes:g} --seed {seed}`: {len(happened)} faults, "
             + ", ".join(f"{count} {kind}s" for kind, count in sorted(ledger.succeeded.items())) + " succeeded. GETs: "
             + f"p50 {ledger.percentile(50)} ms, p99 {ledger.percentile(99)} ms, longest {ledger.percentile(100) / 1000:.1f} s.", ""]
    return "\n".join(lines + _faults(ledger, happened, verdict) + _lives(tunnel) + _against(ledger, verdict)) + "\n"


def _faults(ledger, happened, verdict):
    lines = ["| fault | times | URL works again: slowest (allowed) | longest wait of an answered GET | failures it explains | unexplained |",
             "|---|---|---|---|---|---|"]
    for fault in FAULTS:
        these = [h for h in happened if h.fault is fault]
        if not these:
            continue
        backs = ["never" if h.back is None else f"{h.back:.2f} s" for h in sorted(these, key=lambda h: h.back or 1e9)]
        explained = sum(1 for f in ledger.failures if any(h.explains(f) for h in these))
        unexplained = sum(1 for f in verdict.unexplained if any(h.overlaps(f) for h in these))
        lines.append(f"| {fault.name} | {len(these)} | {backs[-1]} ({fault.back_within} s) "
                     f"| {max(h.longest for h in these):.1f} s | {explained} | {unexplained} |")
    return lines + [""]


def _lives(tunnel):
    lines = ["| process | lived | heap after GC, MiB | direct, MiB | RSS, MiB | descriptors | threads |",
             "|---|---|---|---|---|---|---|"]
    for life in tunnel.lives:
        growth = life.growth()
        lived = f"{life.samples[-1].at:.0f} s" if life.samples else "–"
        cells = [_cell(growth, key) for key in TOLERANCE] if growth else ["too short to judge"] + [""] * 4
        lines.append(f"| {life.name} | {lived} | " + " | ".join(cells) + " |")
    allowed = ", ".join(f"{key} +{value}" for key, value in TOLERANCE.items())
    return lines + ["", f"First minute → last minute of each life; allowed: {allowed}.", ""]


def _cell(growth, key):
    first, last = growth[key]
    return f"{first:.0f} → {last:.0f}"


def _against(ledger, verdict):
    lines = []
    whats = collections.Counter((f.kind, f.what) for f in verdict.unexplained)
    first = {(f.kind, f.what): f.ended - ledger.began for f in reversed(verdict.unexplained)}
    for (kind, what), count in whats.most_common(20):
        lines.append(f"- {count} × {kind}: {what} (the first after {first[kind, what]:.1f} s)")
    for late in verdict.late:
        back = "never" if late.back is None else f"only after {late.back:.2f} s"
        lines.append(f"- {late.fault.name} at {late.began - ledger.began:.1f} s: the URL worked {back}")
    lines += [f"- upload {number} reached the local server more than once" for number in verdict.twice]
    lines += [f"- upload {number} was answered, but not counted once" for number in verdict.lost]
    lines += [f"- {life.name}: {', '.join(keys)} grew beyond the tolerance" for life, keys in verdict.grown]
    lines += [f"- {line}" for line in verdict.complaints[:20]]
    return ["Against it:", ""] + lines if lines else ["Nothing unexpected."]
