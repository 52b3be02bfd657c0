package io.portsicle.acceptance.visitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What came of the requests of a [SteadyLoad].
public record LoadReport(List<Visit> visits) {
    private static final int SHOWN = 10;

    public int sent() {
        return visits.size();
    }

    public long succeeded() {
        return visits.stream().filter(Visit::succeeded).count();
    }

    public List<Visit> failures() {
        return visits.stream().filter(visit -> !visit.succeeded()).toList();
    }

    /// The longest that a request took, from when it was due.
    public Duration longest() {
        return percentile(100);
    }

    /// The latency that so many of a hundred requests did not exceed.
    public Duration percentile(double percent) {
        List<Duration> latencies = visits.stream().map(Visit::latency).sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * latencies.size());
        return latencies.isEmpty() ? Duration.ZERO : latencies.get(Math.max(rank, 1) - 1);
    }

    /// How long after a moment the first request that was sent after it succeeded.
    public Optional<Duration> firstSuccessAfter(Instant moment) {
        return visits.stream()
                .filter(visit -> visit.succeeded() && visit.sent().isAfter(moment))
                .map(visit -> Duration.between(moment, visit.over()))
                .min(Duration::compareTo);
    }

    @Override
    public String toString() {
        return "%d sent, %d succeeded, p50 %d ms, p99 %d ms, longest %d ms, failures: %s"
                .formatted(
                        sent(),
                        succeeded(),
                        percentile(50).toMillis(),
                        percentile(99).toMillis(),
                        longest().toMillis(),
                        failures().stream().limit(SHOWN).toList());
    }
}
