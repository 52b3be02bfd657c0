"""What Portsicle promises against its peers, and the verdict of a run: ratios taken round by round, so that drift cancels."""
import statistics
from dataclasses import dataclass

SUBJECT = "portsicle"


@dataclass(frozen=True)
class Ratio:
    """`key` of the subject divided by that of `peer` under `workload`; at least `floor`, at most `ceiling`, or only shown."""
    peer: str
    workload: str
    key: str
    words: str
    floor: float | None = None
    ceiling: float | None = None


@dataclass(frozen=True)
class Memory:
    """Resident memory of one end, at most `ceiling` MiB."""
    key: str
    words: str
    ceiling: float


def _ratios():
    for workload in ("hello-64", "hello-256"):
        yield Ratio("rathole", workload, "rps", "requests per second", floor=0.85)
        yield Ratio("rathole", workload, "both_us_per_req", "CPU per request", ceiling=1.1)
    yield Ratio("rathole", "newconn-16", "rps", "requests per second", floor=2.0)
    yield Ratio("rathole", "down-1", "mb_s", "bytes per second", floor=1.2)
    yield Ratio("rathole", "up-1", "mb_s", "bytes per second", floor=1.0)
    for peer in ("rathole", "nginx-proxy"):
        for workload in ("hello-1", "hello-64", "hello-256", "browser-64", "newconn-16", "64k-16"):
            if peer == "nginx-proxy" or workload in ("hello-1", "browser-64", "64k-16"):
                yield Ratio(peer, workload, "rps", "requests per second")
        for workload in ("hello-64", "hello-256", "browser-64"):
            if peer == "nginx-proxy" or workload == "browser-64":
                yield Ratio(peer, workload, "both_us_per_req", "CPU per request")
    for workload in ("down-1", "up-1"):
        yield Ratio("nginx-proxy", workload, "mb_s", "bytes per second")


RATIOS = tuple(_ratios())
MEMORY = (
    Memory("client_rss_idle_mb", "agent at rest", 80),
    Memory("server_rss_after_mb", "relay after the load", 160),
    Memory("client_rss_after_mb", "agent after the load", 160),
)


def verdict(records):
    """The report's lines, and whether every target that could be judged was met (None: nothing was measured)."""
    rows = [row for row in (_judge_ratio(records, ratio) for ratio in RATIOS) if row]
    rows += [row for row in (_judge_memory(records, memory) for memory in MEMORY) if row]
    if not rows:
        return [], None
    rows.append(_judge_errors(records))
    lines = [f"## {SUBJECT} against its targets", "",
             "Median of the rounds' own ratios, with the lowest and the highest; a row without a target is there to be seen.", "",
             "| against | workload | what | target | measured | range | |", "|---|---|---|---:|---:|---:|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return lines + [""], not any(row[-1] == "**missed**" for row in rows)


def _judge_ratio(records, ratio):
    own = _by_round(records, SUBJECT, ratio)
    peer = _by_round(records, ratio.peer, ratio)
    values = [own[n] / peer[n] for n in own if peer.get(n)]
    if not values:
        return None
    middle = statistics.median(values)
    target, word = "", ""
    if ratio.floor is not None:
        target, word = f"≥ {ratio.floor}", _word(middle >= ratio.floor)
    if ratio.ceiling is not None:
        target, word = f"≤ {ratio.ceiling}", _word(middle <= ratio.ceiling)
    return (ratio.peer, ratio.workload, ratio.words, target, f"{middle:.2f}", f"{min(values):.2f}–{max(values):.2f}", word)


def _judge_memory(records, memory):
    values = [r[memory.key] for r in records if r["type"] == "system" and r["system"] == SUBJECT]
    if not values:
        return None
    middle = statistics.median(values)
    return ("–", "–", memory.words, f"≤ {memory.ceiling} MiB", f"{middle:.0f} MiB", f"{min(values):.0f}–{max(values):.0f}",
            _word(middle <= memory.ceiling))


def _judge_errors(records):
    own = [r for r in records if r["type"] == "result" and r["system"] == SUBJECT]
    count = sum(r["errors"] + r["non2xx"] for r in own)
    skipped = any(r["type"] == "skipped" and r["system"] == SUBJECT for r in records)
    return ("–", "all", "errors", "0", str(count) + (", and a round was cut short" if skipped else ""), "",
            _word(not count and not skipped))


def _by_round(records, system, ratio):
    return {r["round"]: r[ratio.key] for r in records
            if r["type"] == "result" and r["system"] == system and r["workload"] == ratio.workload and ratio.key in r}


def _word(met):
    return "met" if met else "**missed**"
