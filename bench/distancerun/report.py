"""Seconds become ratios, taken round by round so that drift cancels, and a verdict."""
import statistics

TARGET = 0.9
WORDS = {"down": "download", "up": "upload"}
STALLED = {"reader": "a visitor who stopped reading", "deaf": "an upload that its local server stopped reading"}


def report(records, meta):
    """The report's text, and whether every target was met."""
    lines = [f"# Over a distance, {meta['date']}", "",
             f"{meta['mib']} MiB on one stream, {meta['rtt']:g} ms round trip, {meta['mbit']:g} Mbit/s, {meta['rounds']} rounds "
             f"interleaved; {meta['cpus']} CPUs, Linux {meta['kernel']}, {meta['congestion']}; load average at the start "
             f"{meta['loadavg']}. Ratios of a round's own seconds: median, lowest and highest.", ""]
    good = True
    for path in meta["paths"]:
        rows = [row for kind in WORDS for row in _rows([r for r in records if r["path"] == path and r["kind"] == kind], kind)]
        good = good and all(row[-1] == "met" for row in rows)
        lines += [f"## {path}", "", "| | against | seconds | against, seconds | MB/s | ratio | target | |",
                  "|---|---|---:|---:|---:|---:|---:|---|"]
        lines += ["| " + " | ".join(row) + " |" for row in rows]
        lines += ["", _cpu([r for r in records if r["path"] == path]), ""]
    return "\n".join(lines), good


def _rows(records, kind):
    yield _row(records, f"{WORDS[kind]} through the tunnel", "tunnel", "the path itself", "direct")
    for stalled, words in STALLED.items():
        yield _row(records, f"{WORDS[kind]} beside {words}", stalled, "alone", "tunnel")


def _row(records, words, way, against_words, against):
    """How much faster `way` was than `against`: the inverse of their seconds."""
    own, other = _by_round(records, way), _by_round(records, against)
    ratios = [other[n] / own[n] for n in own if n in other]
    if not ratios:
        return words, against_words, "", "", "", "", f"≥ {TARGET}", "**not measured**"
    middle = statistics.median(ratios)
    size = records[0]["bytes"]
    seconds = statistics.median(own.values())
    return (words, against_words, f"{seconds:.2f}", f"{statistics.median(other.values()):.2f}", f"{size / seconds / 1e6:.0f}",
            f"{middle:.2f} ({min(ratios):.2f}–{max(ratios):.2f})", f"≥ {TARGET}", "met" if middle >= TARGET else "**missed**")


def _by_round(records, way):
    return {r["round"]: r["seconds"] for r in records if r["way"] == way}


def _cpu(records):
    """Whether the path itself had time to spare: what its program used of one CPU while something moved."""
    parts = []
    for way in ("direct", "tunnel"):
        mine = [r for r in records if r["way"] == way]
        for name in ("path", "relay", "agent") if way == "tunnel" else ("path",):
            if mine:
                share = statistics.median(r["cpu"][name] / r["seconds"] for r in mine)
                parts.append(f"{way}: {name} {share:.0%}")
    return "Of one CPU, while it moved: " + ", ".join(parts) + "."
