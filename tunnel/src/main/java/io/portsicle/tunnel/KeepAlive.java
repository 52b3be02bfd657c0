package io.portsicle.tunnel;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// Finds out that a link is dead although nobody closed it, and how long its round trip takes.
///
/// Any byte of the peer is a sign of life; silence is answered with a PING (RFC 9113, 6.7), and
/// longer silence with the end. While a session is at rest its links are asked in turn. A link that
/// carries streams is asked now and then as well, to know the round trip. The shortest of the last
/// few counts, because a PING behind bulk data measures the queue, and the first one a peer that is
/// still waking up: so a new link is asked three times. Link's event loop only, but for
/// [#roundTripNanos()].
final class KeepAlive {
    private static final int ROUND_TRIPS_KEPT = 8;
    private static final int FIRST_ROUND_TRIPS = 3;
    private static final long MEASURE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(15);

    /// A session at rest is asked that much later: should the answer be late, no stream is lost
    /// with it, and ten thousand agents at rest are asked less often.
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// The link that heard something last leaves the others that much time to ask.
    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// However well its session is, a link at rest is asked that much later.
    private static final long SPARE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /// A peer that answers on another link has that much time to answer on this one.
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// What is done about a peer that is given up.
    interface OnDead {
        /// The peer said nothing for that long.
        void silentFor(Duration time);
    }

    private final EventLoop loop;
    private final LongConsumer ping;
    private final BooleanSupplier isUsed;
    private final long pingAfterNanos;
    private final Duration deadAfter;
    private final SessionSilence session;
    private final OnDead onDead;
    private final long[] roundTrips = new long[ROUND_TRIPS_KEPT];
    private int measured;
    private volatile long shortestRoundTrip = -1;
    private long heardAt;
    private long nextLookAt;
    private long pingedAt;
    private long pingNumber;
    private boolean pingIsOut;
    private @Nullable Pulse pulse;
    private @Nullable Future<?> verdict;

    /// `ping` sends a PING with that number; `isUsed` tells whether the link carries streams;
    /// `onDead` runs once, when the peer is given up.
    KeepAlive(
            EventLoop loop,
            LongConsumer ping,
            BooleanSupplier isUsed,
            LinkConfig config,
            SessionSilence session,
            OnDead onDead) {
        this.loop = loop;
        this.ping = ping;
        this.isUsed = isUsed;
        this.pingAfterNanos = config.pingAfter().toNanos();
        this.deadAfter = config.deadAfter();
        this.session = session;
        this.onDead = onDead;
    }

    /// Measures and begins to listen.
    void start() {
        heardAt = now();
        nextLookAt = heardAt;
        session.join(heardAt);
        ping();
        pulse = Pulse.of(loop);
        pulse.join(this);
    }

    void stop() {
        if (pulse != null) {
            pulse.leave(this);
            session.leave();
        }
        if (verdict != null) {
            verdict.cancel(false);
        }
    }

    /// Asks the peer at once, because there is a reason to doubt that it is there; it has
    /// `patience` to say anything.
    void probe(Duration patience) {
        if (verdict != null) {
            return;
        }
        long asked = now();
        ping();
        verdict =
                loop.schedule(
                        () -> judge(asked, patience), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Another moment of [Pulse] has passed. The peer is given up when the next one would be too
    /// late.
    void look(long now) {
        if (now - nextLookAt < 0) {
            return;
        }
        nextLookAt = now;
        session.heard(heardAt);
        if (isGivenUp(now)) {
            onDead.silentFor(deadAfter);
        } else if (isUsed.getAsBoolean()) {
            lookAtUsed(now);
        } else {
            lookAtResting(now);
        }
    }

    /// The peer sent something.
    void heard() {
        heardAt = now();
        if (nextLookAt - heardAt > 0) {
            nextLookAt = heardAt;
            session.heard(heardAt);
        }
    }

    /// The peer answered a PING.
    void pong(long number) {
        if (!pingIsOut || number != pingNumber) {
            return;
        }
        pingIsOut = false;
        long now = now();
        session.heard(now);
        roundTrips[measured++ % ROUND_TRIPS_KEPT] = Math.max(1, now - pingedAt);
        int kept = Math.min(measured, ROUND_TRIPS_KEPT);
        shortestRoundTrip = Arrays.stream(roundTrips, 0, kept).min().orElse(-1);
        if (measured < FIRST_ROUND_TRIPS) {
            ping();
        }
    }

    /// The shortest of the last round trips, or -1 before the first. Any thread.
    long roundTripNanos() {
        return shortestRoundTrip;
    }

    private void ping() {
        if (!pingIsOut) {
            pingIsOut = true;
            pingedAt = now();
            ping.accept(++pingNumber);
        }
    }

    private boolean isGivenUp(long now) {
        long dead = deadAfter.toNanos() - Pulse.EVERY.toNanos();
        return pingIsOut
                && now - heardAt > dead
                && (session.nanos(now) > dead
                        || now - pingedAt > ANSWER_NANOS - Pulse.EVERY.toNanos());
    }

    private void lookAtUsed(long now) {
        if (now - heardAt >= pingAfterNanos || now - pingedAt >= MEASURE_AFTER_NANOS) {
            ping();
        }
    }

    /// Ten thousand links at rest are in no cache of the processor: while nothing is heard and
    /// nothing can be due, they are left alone.
    private void lookAtResting(long now) {
        long turn = session.isLongerOnAnother(heardAt) ? TURN_NANOS : 0;
        long wait =
                Math.min(
                        pingAfterNanos + REST_NANOS + turn - session.nanos(now),
                        pingAfterNanos + SPARE_NANOS - (now - heardAt));
        if (wait <= 0) {
            ping();
        } else if (!pingIsOut) {
            nextLookAt = now + Math.min(wait, pingAfterNanos);
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }

    private void judge(long asked, Duration patience) {
        verdict = null;
        if (heardAt - asked <= 0) {
            onDead.silentFor(patience);
        }
    }
}
