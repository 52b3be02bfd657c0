package io.portsicle.agent;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Awaits that a counter stops, because backpressure stops what it counts.
final class Standstill {
    private Standstill() {}

    /// Until the counter, once it is above zero, has not moved for three looks in a row.
    static void of(AtomicLong counter) {
        long[] seen = {-1, 0};
        await().pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            long now = counter.get();
                            seen[1] = now > 0 && now == seen[0] ? seen[1] + 1 : 0;
                            seen[0] = now;
                            return seen[1] == 3;
                        });
    }
}
