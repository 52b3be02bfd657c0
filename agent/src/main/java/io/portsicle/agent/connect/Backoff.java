package io.portsicle.agent.connect;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: a random part of a step that starts at half a second
/// and doubles to 30 seconds.
///
/// The first wait lies anywhere below its step, so that an agent is back at once and a thousand of
/// them do not come in one moment; later waits take at least half of theirs. Not thread-safe.
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration MAX = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private long stepMillis;

    Backoff(RandomGenerator random) {
        this.random = random;
        reset();
    }

    /// The next wait.
    Duration next() {
        long most = stepMillis;
        long least = most == FIRST.toMillis() ? 0 : most / 2;
        stepMillis = Math.min(most * 2, MAX.toMillis());
        return Duration.ofMillis(random.nextLong(least, most));
    }

    /// Starts again from the first step.
    void reset() {
        stepMillis = FIRST.toMillis();
    }
}
