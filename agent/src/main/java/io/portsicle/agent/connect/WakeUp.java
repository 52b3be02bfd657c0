package io.portsicle.agent.connect;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.portsicle.tunnel.PerLoop;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Notices that the machine, or this process, slept: more time has passed on the wall than there
/// were ticks. A monotonic clock alone can't tell, because it stands still while Linux is
/// suspended.
///
/// A clock that was set forward looks the same; all it costs is a PING. One for all agents of an
/// event loop; on its thread.
final class WakeUp {
    static final Duration TICK = Duration.ofSeconds(1);
    static final Duration SLEPT = Duration.ofSeconds(4);

    private static final PerLoop<WakeUp> OF_LOOP =
            new PerLoop<>(loop -> new WakeUp(loop, System::currentTimeMillis));

    private final EventLoop loop;
    private final LongSupplier wallMillis;
    private final Set<Runnable> sleepers = new LinkedHashSet<>();
    private long lastMillis;
    private @Nullable Future<?> ticking;

    WakeUp(EventLoop loop, LongSupplier wallMillis) {
        this.loop = loop;
        this.wallMillis = wallMillis;
    }

    /// The one of the event loop that runs this code.
    static WakeUp of(EventLoop loop) {
        return OF_LOOP.of(loop);
    }

    /// Runs `onWake` after each sleep from now on.
    void join(Runnable onWake) {
        sleepers.add(onWake);
        if (ticking == null) {
            lastMillis = wallMillis.getAsLong();
            ticking =
                    loop.scheduleWithFixedDelay(
                            this::tick, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /// No longer; twice does no harm.
    void leave(Runnable onWake) {
        sleepers.remove(onWake);
        if (sleepers.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    private void tick() {
        long now = wallMillis.getAsLong();
        boolean slept = now - lastMillis >= SLEPT.toMillis();
        lastMillis = now;
        if (slept) {
            List.copyOf(sleepers).forEach(Runnable::run);
        }
    }
}
