package io.portsicle.tunnel;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// Finds out that a link is dead although nobody closed it, and how long its round trip takes.
///
/// Any byte of the peer is a sign of life; only silence is answered with a PING (RFC 9113, 6.7),
/// and longer silence with the end. The shortest of the last few round trips counts, because a PING
/// behind bulk data measures the queue. Link's event loop only.
final class KeepAlive {
    private static final int ROUND_TRIPS_KEPT = 8;

    private final EventLoop loop;
    private final LongConsumer ping;
    private final LongSupplier clock;
    private final long pingAfterNanos;
    private final long deadAfterNanos;
    private final Runnable onDead;
    private final long[] roundTrips = new long[ROUND_TRIPS_KEPT];
    private int measured;
    private long heardAt;
    private long pingedAt;
    private long pingNumber;
    private boolean pingIsOut;
    private @Nullable Future<?> next;

    /// `ping` sends a PING with that number; `onDead` runs once, when the peer is given up.
    KeepAlive(
            EventLoop loop,
            LongConsumer ping,
            Duration pingAfter,
            Duration deadAfter,
            LongSupplier clock,
            Runnable onDead) {
        this.loop = loop;
        this.ping = ping;
        this.pingAfterNanos = pingAfter.toNanos();
        this.deadAfterNanos = deadAfter.toNanos();
        this.clock = clock;
        this.onDead = onDead;
    }

    /// Measures once and begins to listen.
    void start() {
        heardAt = clock.getAsLong();
        ping();
        schedule(pingAfterNanos);
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    /// The peer sent something.
    void heard() {
        heardAt = clock.getAsLong();
    }

    /// The peer answered a PING.
    void pong(long number) {
        if (!pingIsOut || number != pingNumber) {
            return;
        }
        pingIsOut = false;
        roundTrips[measured++ % ROUND_TRIPS_KEPT] = Math.max(1, clock.getAsLong() - pingedAt);
    }

    /// The shortest of the last round trips, or -1 before the first.
    long roundTripNanos() {
        return Arrays.stream(roundTrips, 0, Math.min(measured, ROUND_TRIPS_KEPT)).min().orElse(-1);
    }

    private void ping() {
        if (!pingIsOut) {
            pingIsOut = true;
            pingedAt = clock.getAsLong();
            ping.accept(++pingNumber);
        }
    }

    private void schedule(long delayNanos) {
        next = loop.schedule(this::check, delayNanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        long silent = clock.getAsLong() - heardAt;
        if (silent >= deadAfterNanos) {
            onDead.run();
        } else if (silent >= pingAfterNanos) {
            ping();
            schedule(deadAfterNanos - silent);
        } else {
            schedule(pingAfterNanos - silent);
        }
    }
}
