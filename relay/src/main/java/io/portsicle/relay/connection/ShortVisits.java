package io.portsicle.relay.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Whether visitors come for one request each at the moment: the last ones all did, and it is not
/// long ago. Any thread.
final class ShortVisits {
    /// So many in a row are expected to be followed by another one.
    static final int EXPECTED_AFTER = 64;

    private static final long FORGOTTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier clock;
    private final AtomicInteger inARow = new AtomicInteger();
    private volatile long lastAt;

    ShortVisits(LongSupplier clock) {
        this.clock = clock;
    }

    /// Somebody came for one request.
    void another() {
        long now = clock.getAsLong();
        if (isLongAgo(now)) {
            inARow.set(0);
        }
        lastAt = now;
        if (inARow.get() < EXPECTED_AFTER) {
            inARow.incrementAndGet();
        }
    }

    /// Somebody came for more than that.
    void end() {
        if (inARow.get() > 0) {
            inARow.set(0);
        }
    }

    boolean areExpected() {
        return inARow.get() >= EXPECTED_AFTER && !isLongAgo(clock.getAsLong());
    }

    private boolean isLongAgo(long now) {
        return now - lastAt > FORGOTTEN_NANOS;
    }
}
