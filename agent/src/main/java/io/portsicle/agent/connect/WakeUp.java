package io.portsicle.agent.connect;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Notices that the machine, or this process, slept: more time has passed on the wall than there
/// were ticks. A monotonic clock alone can't tell, because it stands still while Linux is
/// suspended.
///
/// A clock that was set forward looks the same; all it costs is a PING. On one event loop.
final class WakeUp {
    static final Duration TICK = Duration.ofSeconds(1);
    static final Duration SLEPT = Duration.ofSeconds(4);

    private final EventLoop loop;
    private final LongSupplier wallMillis;
    private final Runnable onWake;
    private long lastMillis;
    private @Nullable Future<?> ticking;

    WakeUp(EventLoop loop, LongSupplier wallMillis, Runnable onWake) {
        this.loop = loop;
        this.wallMillis = wallMillis;
        this.onWake = onWake;
    }

    /// Watches from now on.
    void start() {
        if (ticking == null) {
            lastMillis = wallMillis.getAsLong();
            ticking =
                    loop.scheduleWithFixedDelay(
                            this::tick, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        if (ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    private void tick() {
        long now = wallMillis.getAsLong();
        boolean slept = now - lastMillis >= SLEPT.toMillis();
        lastMillis = now;
        if (slept) {
            onWake.run();
        }
    }
}
