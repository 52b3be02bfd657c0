"""What Portsicle promises, and the verdict of a run.

A target is a bound for one figure, or for one figure over another of the same round, so that drift cancels. The median of the
rounds is judged; of errors, their sum.
"""
import statistics
from collections.abc import Callable
from dataclasses import dataclass

SUBJECT = "portsicle"
SUBJECT_TLS = "portsicle-tls"

WORDS = {
    "rps": "requests per second", "both_us_per_req": "CPU per request", "p99_us": "p99", "mb_s": "bytes per second",
    "client_rss_idle_mb": "agent's memory at rest", "server_rss_after_mb": "relay's memory after the load",
    "client_rss_after_mb": "agent's memory after the load",
}


@dataclass(frozen=True)
class Figure:
    """`key` of one system in each round: under a workload, or of the system as a whole where there is none."""
    system: str
    key: str
    workload: str | None = None
    scale: float = 1

    @property
    def words(self):
        return WORDS[self.key]

    def by_round(self, records):
        kind = "result" if self.workload else "system"
        return {r["round"]: r[self.key] * self.scale for r in records
                if r["type"] == kind and r["system"] == self.system and r.get("workload") == self.workload
                and self.key in r}


@dataclass(frozen=True)
class Failures:
    """Errors and answers other than 2xx of one system in each round. A round that was cut short counts as one more."""
    system: str
    workload: str = "all"
    words: str = "errors and rounds cut short"

    def by_round(self, records):
        rounds = {}
        for r in records:
            if r.get("system") == self.system:
                count = 1 if r["type"] == "skipped" else r.get("errors", 0) + r.get("non2xx", 0)
                rounds[r["round"]] = rounds.get(r["round"], 0) + count
        return rounds


@dataclass(frozen=True)
class AtLeast:
    bound: float
    sign: str = "≥"

    def allows(self, value):
        return value >= self.bound

    def score(self, value):
        """1 on the bound, more is better."""
        return value / self.bound


@dataclass(frozen=True)
class AtMost:
    bound: float
    sign: str = "≤"

    def allows(self, value):
        return value <= self.bound

    def score(self, value):
        """1 on the bound, more is better; nothing at all is on the bound, so that none of none needs no infinity."""
        return self.bound / value if value else 1.0


@dataclass(frozen=True)
class Unit:
    words: str
    digits: int

    def text(self, value):
        return f"{value:.{self.digits}f}{self.words}"


RATIO, COUNT, MIB, MS = Unit("", 2), Unit("", 0), Unit(" MiB", 0), Unit(" ms", 1)


@dataclass(frozen=True)
class Target:
    """Without a bound it is only shown. `over` divides, within a round."""
    of: Figure | Failures
    bound: AtLeast | AtMost | None
    over: Figure | None = None
    unit: Unit = RATIO
    of_rounds: Callable = statistics.median

    def judge(self, records):
        own = self.of.by_round(records)
        if self.over:
            peer = self.over.by_round(records)
            own = {n: own[n] / peer[n] for n in own if peer.get(n)}
        return Judgement(self, tuple(own.values()))

    def over_text(self):
        if not self.over:
            return ""
        return self.over.system + (f" {self.over.workload}" if self.over.workload != self.of.workload else "")

    def bound_text(self):
        return f"{self.bound.sign} {self.unit.text(self.bound.bound)}" if self.bound else ""


@dataclass(frozen=True)
class Judgement:
    """A target with what the rounds had; none where it was not measured."""
    target: Target
    rounds: tuple

    @property
    def value(self):
        return self.target.of_rounds(self.rounds)

    @property
    def missed(self):
        return bool(self.rounds and self.target.bound and not self.target.bound.allows(self.value))

    def row(self):
        target, text = self.target, self.target.unit.text
        word = "" if not target.bound else "**missed**" if self.missed else "met"
        spread = f"{min(self.rounds):.{target.unit.digits}f}–{text(max(self.rounds))}"
        return (target.of.system, target.of.workload or "–", target.of.words, target.over_text() or "–",
                target.bound_text(), text(self.value), spread, word)


def _over(peer, workload, key, bound=None):
    return Target(Figure(SUBJECT, key, workload), bound, over=Figure(peer, key, workload))


def _targets():
    for workload in ("hello-64", "hello-256"):
        yield _over("rathole", workload, "rps", AtLeast(1.25))
        yield _over("rathole", workload, "both_us_per_req", AtMost(0.75))
        yield _over("rathole", workload, "p99_us", AtMost(1.0))
    for workload in ("browser-64", "hello-1"):
        yield _over("rathole", workload, "rps", AtLeast(1.0))
    for workload in ("newconn-16", "64k-16"):
        yield _over("rathole", workload, "rps")
    for workload in ("down-1", "up-1"):
        yield _over("rathole", workload, "mb_s")
    for workload in ("hello-64", "hello-256", "newconn-16"):
        yield _over("nginx-proxy", workload, "rps", AtLeast(1.0))
    yield _over("nginx-proxy", "64k-16", "rps", AtLeast(0.6))
    for workload in ("down-1", "down-4", "up-1"):
        yield _over("nginx-proxy", workload, "mb_s", AtLeast(0.9))
    for workload in ("hello-1", "browser-64"):
        yield _over("nginx-proxy", workload, "rps")
    for workload in ("hello-64", "hello-256"):
        yield _over("nginx-proxy", workload, "both_us_per_req")
    yield Target(Figure(SUBJECT, "rps", "h2-16x10"), AtLeast(1.0), over=Figure(SUBJECT, "rps", "hello-64"))
    yield Target(Figure(SUBJECT, "client_rss_idle_mb"), AtMost(70), unit=MIB)
    yield Target(Figure(SUBJECT, "server_rss_after_mb"), AtMost(160), unit=MIB)
    yield Target(Figure(SUBJECT, "client_rss_after_mb"), AtMost(160), unit=MIB)
    yield Target(Failures(SUBJECT), AtMost(0), unit=COUNT, of_rounds=sum)
    yield Target(Figure(SUBJECT_TLS, "rps", "hello-64"), AtLeast(1.5), over=Figure("rathole-wss", "rps", "hello-64"))
    yield Target(Figure(SUBJECT_TLS, "p99_us", "hello-256", scale=1e-3), AtMost(20), unit=MS)
    yield Target(Failures(SUBJECT_TLS), AtMost(0), unit=COUNT, of_rounds=sum)


TARGETS = tuple(_targets())


def judge(records):
    return [target.judge(records) for target in TARGETS]


def verdict(records):
    """The report's lines, and whether every target that could be judged was met (None: nothing was measured)."""
    judged = judge(records)
    measured = [j for j in judged if j.rounds]
    if not measured:
        return [], None
    lines = [f"## {SUBJECT} against its targets", "",
             "Median of the rounds, of ratios the rounds' own, with the lowest and the highest; a row without a target is "
             "there to be seen.", "",
             "| system | workload | what | over that of | target | measured | range | |",
             "|---|---|---|---|---:|---:|---:|---|"]
    lines += ["| " + " | ".join(j.row()) + " |" for j in measured]
    return lines + [""] + _not_judged(judged), not any(j.missed for j in measured)


def _not_judged(judged):
    """A run that leaves systems or workloads out must not look like one that met everything."""
    left = [j.target for j in judged if j.target.bound and not j.rounds]
    words = dict.fromkeys(f"{t.of.system} {t.of.workload or t.of.words}" + (f" over {t.over_text()}" if t.over else "")
                          for t in left)
    return [f"{len(left)} targets were not measured: {', '.join(words)}.", ""] if left else []
