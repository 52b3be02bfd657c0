package io.portsicle.cli.console;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Lets so many through in each second. Any thread; two threads at the turn of a second may let one
/// too many through.
final class Pace {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int perSecond;
    private final LongSupplier nanoClock;
    private final AtomicLong second = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger admitted = new AtomicInteger();

    Pace(int perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
    }

    boolean admits() {
        long now = Math.floorDiv(nanoClock.getAsLong(), NANOS_PER_SECOND);
        long current = second.get();
        if (now != current && second.compareAndSet(current, now)) {
            admitted.set(0);
        }
        return admitted.get() < perSecond && admitted.incrementAndGet() <= perSecond;
    }
}
