package io.portsicle.relay.connection;

import io.netty.channel.EventLoop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How much CPU the event loops take, and whether one of them could do the work of all. Each loop
/// measures its own share once a second; any thread may ask.
final class CpuShares {
    /// One is enough once all together take less than so many thousandths of a core,
    static final long ENOUGH = 700;

    /// and no longer once they take so many.
    static final long TOO_MUCH = 850;

    private static final long NOBODY_KNOWS = -1;

    private final LongSupplier clock;
    private final LongSupplier cpu;
    private final Map<EventLoop, Share> shares = new ConcurrentHashMap<>();
    private volatile boolean oneIsEnough;

    /// `cpu` is what the asking thread has taken so far, `clock` the time, both in nanoseconds.
    CpuShares(LongSupplier clock, LongSupplier cpu) {
        this.clock = clock;
        this.cpu = cpu;
    }

    /// What the JVM says of the asking thread; where it can't tell, one loop is never enough.
    static LongSupplier ofThread() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported()
                ? threads::getCurrentThreadCpuTime
                : () -> NOBODY_KNOWS;
    }

    /// On that event loop.
    void measure(EventLoop loop) {
        shares.computeIfAbsent(loop, newcomer -> new Share())
                .measure(clock.getAsLong(), cpu.getAsLong());
        long all = shares.values().stream().mapToLong(share -> share.thousandths).sum();
        oneIsEnough = all < (oneIsEnough ? TOO_MUCH : ENOUGH);
    }

    /// Whether one event loop could do the work of all; not before those that have visitors have
    /// measured twice.
    boolean oneIsEnough() {
        return oneIsEnough;
    }

    private static final class Share {
        private volatile long thousandths;
        private long at;
        private long cpu = NOBODY_KNOWS;

        /// The first time it says nothing, and counts as much.
        void measure(long now, long taken) {
            long micros = TimeUnit.NANOSECONDS.toMicros(now - at);
            boolean isKnown = cpu != NOBODY_KNOWS && micros > 0;
            thousandths = isKnown ? (taken - cpu) / micros : TOO_MUCH;
            at = now;
            cpu = taken;
        }
    }
}
