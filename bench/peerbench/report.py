"""A run as Markdown: every figure by system and workload, medians over the rounds."""
import statistics
from collections import Counter

from .load import WORKLOADS
from .targets import verdict

NOISE = 0.1  # of the machine
ENOUGH = 2


def report(records, meta, systems):
    """The whole text, and the verdict of targets.py."""
    records, left_out = quiet(records, meta["cpus"])
    lines = [f"# Comparison of {meta['date']}", "",
             f"{meta['cpus']} CPUs ({meta['cpu']}), Linux {meta['kernel']}, loopback with an MTU of {meta['mtu']}; "
             f"{meta['seconds']} s per workload after {meta['prewarm']} s of warm-up, {rounds(records)}, systems "
             f"interleaved, medians; load average at the start {meta['loadavg']}.", ""]
    if left_out:
        lines += [f"{left_out} samples are left out, because others used more than {NOISE:.0%} of the machine meanwhile.", ""]
    judged, met = verdict(records)
    lines += judged
    tables = Tables(records, meta)
    lines += tables.requests() + tables.bulk() + tables.disturbances() + tables.start_and_memory()
    lines += ["## Systems", ""]
    lines += [f"- **{n}**: encryption: {systems[n].get('tls', '?')}; {systems[n].get('note', '')}" for n in tables.names]
    return "\n".join(lines + _failures(records)) + "\n", met


def rounds(records):
    """How many rounds the results have, in words."""
    counts = Counter((r["system"], r["workload"]) for r in records if r["type"] == "result").values()
    fewest, most = min(counts, default=0), max(counts, default=0)
    return (f"{fewest} to {most}" if fewest < most else f"{most}") + (" round" if most == 1 else " rounds")


class Tables:
    """Grids of systems by workloads."""

    def __init__(self, records, meta):
        self.cpus = meta["cpus"]
        self.results = {}
        for r in records:
            if r["type"] == "result":
                self.results.setdefault((r["system"], r["workload"]), []).append(r)
        self.systems = {n: [r for r in records if r["type"] == "system" and r["system"] == n] for n in meta["order"]}
        self.names = [n for n in meta["order"] if self.systems[n] or any(key[0] == n for key in self.results)]
        self.workloads = meta["workloads"]
        self.asking = [w for w in self.workloads if WORKLOADS[w][0] in ("wrk", "h2load")]
        self.curl = [w for w in self.workloads if w not in self.asking]

    def requests(self):
        return (self._grid("Requests per second", self.asking, lambda r: _number(_median(r, "rps"), 0))
                + self._grid("Latency p50 / p99 / max, ms", self.asking,
                             lambda r: " / ".join(_ms(_median(r, key)) for key in ("p50_us", "p99_us", "max_us")))
                + self._grid("CPU µs per request: relay + agent = both", self.asking, lambda r: _sum(r, "_us_per_req", 1)))

    def bulk(self):
        return self._grid("Bulk, MB/s (10^6), 256 MiB each (CPU s per GB: relay + agent = both)", self.curl,
                          lambda r: f"{_number(_median(r, 'mb_s'), 0)} ({_sum(r, '_s_per_gb', 2)})")

    def disturbances(self):
        return (self._grid("Errors (socket and timeout / not 2xx), summed over the rounds", self.workloads,
                           lambda r: f"{sum(x['errors'] for x in r)} / {sum(x['non2xx'] for x in r)}")
                + self._grid("CPU that others used meanwhile, share of the machine (noise)", self.workloads,
                             lambda r: f"{100 * statistics.median(_noise(x, self.cpus) for x in r):.0f}%"))

    def start_and_memory(self):
        def both(records, key, digits=0):
            return " + ".join(_number(_median(records, f"{role}_{key}"), digits) for role in ("server", "client"))
        head = ["system", "relay accepts, s", "agent's start to first byte, s", "CPU of the start, s (relay + agent)",
                "RSS at rest, MiB", "RSS after the load, MiB", "RSS at its peak, MiB"]
        rows = [[n, _number(_median(r, "server_ready_s"), 2), _number(_median(r, "ttfb_s"), 2), both(r, "start_cpu_s", 2),
                 both(r, "rss_idle_mb"), both(r, "rss_after_mb"), both(r, "rss_peak_mb")] for n, r in self.systems.items()
                if n in self.names]
        return ["## Start and memory", ""] + _table(head, rows)

    def _grid(self, title, workloads, cell):
        if not workloads:
            return []
        rows = [[n] + [cell(self.results[n, w]) if (n, w) in self.results else "–" for w in workloads] for n in self.names]
        return [f"## {title}", ""] + _table(["system"] + workloads, rows)


def quiet(records, cpus):
    """Without the samples that others disturbed, where enough undisturbed ones of the same system and workload are left; and
    how many that were. What failed stays."""
    def key(r):
        return r["system"], r["workload"]

    def undisturbed(r):
        return r["type"] != "result" or _noise(r, cpus) <= NOISE
    calm = Counter(key(r) for r in records if r["type"] == "result" and undisturbed(r))
    kept = [r for r in records if undisturbed(r) or calm[key(r)] < ENOUGH or r["errors"] or r["non2xx"]]
    return kept, len(records) - len(kept)


def _noise(result, cpus):
    return (result["other_cpu_s"] + result["steal_s"]) / (result["wall_s"] * cpus)


def _failures(records):
    skipped = {(r["system"], r["why"].replace("\n", " ")[:200]) for r in records if r["type"] == "skipped"}
    failed = {(r["system"] + " " + r["workload"], r["fail"]) for r in records if r.get("fail")}
    lines = [f"- {what}: {why}" for what, why in sorted(skipped | failed)]
    return ["", "## Failed or skipped", ""] + lines if lines else []


def _table(head, rows):
    return ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|",
            *("| " + " | ".join(row) + " |" for row in rows), ""]


def _median(records, key):
    values = [r[key] for r in records if isinstance(r.get(key), (int, float))]
    return statistics.median(values) if values else None


def _sum(records, suffix, digits):
    server, client, both = (_number(_median(records, role + suffix), digits) for role in ("server", "client", "both"))
    return f"{server} + {client} = {both}"


def _number(x, digits):
    return "–" if x is None else f"{x:,.{digits}f}"


def _ms(us):
    if us is None:
        return "–"
    return _number(us / 1000, 0 if us >= 100_000 else 1 if us >= 10_000 else 2)
