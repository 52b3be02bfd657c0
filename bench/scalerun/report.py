"""What was found, in Markdown, and whether the targets were met."""
import statistics
from dataclasses import dataclass

CONNECT_S, RELAY_MIB, RELAY_CPU_PERCENT, FLAT = 60, 512, 2.0, 1.15
MANY = 10_000  # what the targets are about


@dataclass(frozen=True)
class Judged:
    """One target: what of, the measured value, and whether it was met."""
    words: str
    target: str
    measured: str
    met: bool


def report(records, remarks):
    """The text, and whether every target was met."""
    judged = [j for r in records if r["type"] == "idle" for j in _judge_idle(r)] + _judge_requests(records)
    lines = _idle(records) + _requests(records) + ["| target | | measured | |", "|---|---:|---:|---|"]
    lines += [f"| {j.words} | {j.target} | {j.measured} | {'met' if j.met else '**missed**'} |" for j in judged]
    return "\n".join(lines + [""] + [f"- {remark}" for remark in remarks]), all(j.met for j in judged)


def _judge_idle(r):
    who = f"{r['agents']:,} agents with {r['links']} link{'s' if r['links'] > 1 else ''}"
    whole = r["open_links"] == r["agents"] * r["links"]
    yield Judged(f"{who}: all links open", f"≤ {CONNECT_S} s", f"{r['connect_s']:.1f} s, {r['open_links']:,} links",
                 whole and r["connect_s"] <= CONNECT_S)
    yield Judged(f"{who}: the relay's resident memory", f"≤ {RELAY_MIB} MiB", f"{r['relay_mib']:.0f} MiB", r["relay_mib"] <= RELAY_MIB)
    yield Judged(f"{who}: the relay's CPU at rest", f"< {RELAY_CPU_PERCENT} %", f"{r['relay_cpu_percent']:.2f} %",
                 r["relay_cpu_percent"] < RELAY_CPU_PERCENT)


def _judge_requests(records):
    """Requests to one session cost the same whatever else is there; so do those to a hundred. Ratios are taken in a round."""
    found = [r for r in records if r["type"] == "requests"]
    judged = []
    for loaded in sorted({r["loaded"] for r in found}):
        few, *more = sorted({r["sessions"] for r in found if r["loaded"] == loaded})
        for sessions in more:
            for who in ("relay", "agent"):
                ratios = _ratios(found, loaded, few, sessions, who + "_us")
                middle = statistics.median(ratios)
                judged.append(Judged(f"CPU per request to {loaded} of {sessions:,} sessions, {who}, by that of {few:,}", f"≤ {FLAT}",
                                     f"{middle:.2f} ({min(ratios):.2f}–{max(ratios):.2f})", middle <= FLAT))
    if found:
        errors = sum(r["errors"] for r in found)
        judged.append(Judged("failed requests", "0", str(errors), not errors))
    return judged


def _ratios(found, loaded, few, many, key):
    by_round = {(r["round"], r["sessions"]): r[key] for r in found if r["loaded"] == loaded}
    return [by_round[n, many] / by_round[n, few] for n, s in by_round if s == many and by_round.get((n, few))] or [0.0]


def _idle(records):
    lines = ["| idle agents | links | connected within | relay: CPU s for it | RSS MiB, empty · at rest · peak | CPU % at rest | "
             "descriptors | agents: RSS MiB | CPU % at rest |", "|---:|---:|---:|---:|---:|---:|---:|---:|---:|"]
    rows = [f"| {r['agents']:,} | {r['open_links']:,} | {r['connect_s']:.1f} s | {r['connect_cpu_s']:.1f} | {r['relay_empty_mib']:.0f} · "
            f"{r['relay_mib']:.0f} · {r['relay_peak_mib']:.0f} | {r['relay_cpu_percent']:.2f} | {r['relay_descriptors']:,} | "
            f"{r['crowd_mib']:.0f} in {r['jvms']} JVMs | {r['crowd_cpu_percent']:.1f} |" for r in records if r["type"] == "idle"]
    return lines + rows + [""] if rows else []


def _requests(records):
    found = [r for r in records if r["type"] == "requests"]
    if not found:
        return []
    lines = ["| sessions | loaded | requests per second | relay, µs per request | its agents' process | p99 ms |",
             "|---:|---:|---:|---:|---:|---:|"]
    for sessions, loaded in sorted({(r["sessions"], r["loaded"]) for r in found}):
        these = [r for r in found if (r["sessions"], r["loaded"]) == (sessions, loaded)]
        cells = [_middle(these, "rps", 0), _middle(these, "relay_us", 1), _middle(these, "agent_us", 1), _middle(these, "p99_us", 1, 1000)]
        lines.append(f"| {sessions:,} | {loaded} | " + " | ".join(cells) + " |")
    return lines + ["", f"Medians of {max(r['round'] for r in found)} rounds, with the lowest and the highest.", ""]


def _middle(these, key, digits, divisor=1):
    values = [r[key] / divisor for r in these]
    return f"{statistics.median(values):,.{digits}f} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"
