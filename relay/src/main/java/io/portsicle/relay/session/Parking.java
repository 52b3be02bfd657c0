package io.portsicle.relay.session;

import io.portsicle.relay.endpoint.Spot;
import io.portsicle.relay.endpoint.Waiter;

import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Requests that wait while their session has no link: first come, first served.
///
/// Any thread. Whoever takes a waiter out of the queue tells it, so each one is told once.
final class Parking {
    private final SessionLimits limits;
    private final AtomicLong bytesOfAllSessions;
    private final LongSupplier nanoTime;
    private final Queue<Parked> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /// `bytesOfAllSessions` is what the requests of all sessions hold together.
    Parking(SessionLimits limits, AtomicLong bytesOfAllSessions, LongSupplier nanoTime) {
        this.limits = limits;
        this.bytesOfAllSessions = bytesOfAllSessions;
        this.nanoTime = nanoTime;
    }

    /// Lets a request wait; empty where as many wait as may.
    Optional<Spot> park(Waiter waiter, int bytes) {
        Parked parked = new Parked(waiter, bytes, waiter.since(nanoTime.getAsLong()));
        int parkedHere = count.incrementAndGet();
        long held = bytesOfAllSessions.addAndGet(bytes);
        if (parkedHere > limits.parked() || held > limits.parkedBytes()) {
            parked.leave();
            return Optional.empty();
        }
        waiting.add(parked);
        return Optional.of(parked);
    }

    /// There is a link, or there will never be one: everybody looks again, in the order in which
    /// they came.
    void wake() {
        for (Parked next = waiting.poll(); next != null; next = waiting.poll()) {
            if (next.take()) {
                next.waiter.goOn();
            }
        }
    }

    /// Gives up those who have waited long enough. Called about once a second.
    void expire() {
        long now = nanoTime.getAsLong();
        for (Iterator<Parked> all = waiting.iterator(); all.hasNext(); ) {
            Parked next = all.next();
            if (now - next.since >= limits.parkTimeout().toNanos() && next.take()) {
                all.remove();
                next.waiter.giveUp();
            }
        }
    }

    /// How many wait.
    int count() {
        return count.get();
    }

    private final class Parked implements Spot {
        private final Waiter waiter;
        private final int bytes;
        private final long since;
        private final AtomicBoolean isTaken = new AtomicBoolean();

        Parked(Waiter waiter, int bytes, long since) {
            this.waiter = waiter;
            this.bytes = bytes;
            this.since = since;
        }

        @Override
        public void leave() {
            if (take()) {
                waiting.remove(this);
            }
        }

        boolean take() {
            boolean isFirst = isTaken.compareAndSet(false, true);
            if (isFirst) {
                count.decrementAndGet();
                bytesOfAllSessions.addAndGet(-bytes);
            }
            return isFirst;
        }
    }
}
