package io.portsicle.tunnel.http2;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What a peer may still send on one stream (RFC 9113, 5.2), and when to allow more.
///
/// It starts small, and is to hold what its reader uses within two round trips. How fast that is
/// the first burst shows already, so it grows at once to the bandwidth-delay product of the path,
/// not by doubling: each round trip in between would be lost. A reader that is slow itself never
/// makes it grow, and one that became slow gives the growth back, because others may need the
/// budget. Link's event loop only.
final class ReceiveWindow {
    private static final long ROUND_TRIPS_HELD = 2;
    private static final int PARTS = 8;

    /// A round trip within one machine is shorter than the wait of a program for its turn on a busy
    /// core, and a window that holds less makes each of them wait for the other.
    private static final long SHORTEST_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int TOO_LARGE = 4;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final WindowBudget budget;
    private final LongSupplier clock;
    private final int initial;
    private final int max;
    private int size;
    private int available;
    private int used;

    /// Whether `startNanos` is known: bytes have come since the last update, or were there then.
    private boolean started;

    private long startNanos;
    private long neededNanos;

    ReceiveWindow(int initial, int max, WindowBudget budget, LongSupplier clock) {
        this.initial = initial;
        this.max = max;
        this.budget = budget;
        this.clock = clock;
        this.size = initial;
        this.available = initial;
    }

    /// Counts received bytes; false when the peer sent more than it was allowed to.
    boolean receive(int bytes) {
        if (!started) {
            start(clock.getAsLong());
        }
        available -= bytes;
        return available >= 0;
    }

    /// Whether enough was used that a WINDOW_UPDATE is worth its bytes: half of a small window, and
    /// an eighth of a large one, whose sender would otherwise wait for the other half.
    boolean credit(int bytes) {
        used += bytes;
        return used >= Math.max(size / PARTS, Math.min(size / 2, initial));
    }

    /// The increment of the WINDOW_UPDATE that is due; 0 where none is, because the window shrank.
    int update(long roundTripNanos) {
        long now = clock.getAsLong();
        boolean isReaderBehind = available + used < size;
        int increment = used + resize(now, roundTripNanos);
        available += increment;
        used = 0;
        started = false;
        if (isReaderBehind) {
            start(now);
        }
        return increment;
    }

    /// Gives back what the window had grown by, when its stream ends.
    void close() {
        budget.giveBack(size - initial);
        size = initial;
    }

    int size() {
        return size;
    }

    /// The time that a reader takes counts from when it had something to read.
    private void start(long now) {
        started = true;
        startNanos = now;
    }

    /// What the window grew by; negative where it shrank.
    private int resize(long now, long roundTripNanos) {
        if (roundTripNanos <= 0) {
            return 0;
        }
        long turn = Math.max(roundTripNanos, SHORTEST_TURN_NANOS);
        long held = used * ROUND_TRIPS_HELD * turn / Math.max(1, now - startNanos);
        int before = size;
        if (held > size) {
            size += budget.take((int) Math.min(held, max) - size, size - initial);
        }
        if (held > size / TOO_LARGE) {
            neededNanos = now;
        } else if (now - neededNanos > Math.max(PATIENCE_NANOS, PARTS * roundTripNanos)) {
            shrink();
        }
        return size - before;
    }

    /// Credit that was given can't be taken back, so what was used is not given again.
    private void shrink() {
        int back = Math.min(used, size - initial);
        budget.giveBack(back);
        size -= back;
    }
}
