package io.portsicle.tunnel.http2;

/// What a peer may still send on one stream (RFC 9113, 5.2), and when to allow more.
///
/// It starts small. When its reader uses half a window within two round trips, the window is what
/// limits the flow, so it doubles: after a few round trips it covers the bandwidth-delay product of
/// the path. A reader that is slow itself never makes it grow. Link's event loop only.
final class ReceiveWindow {
    private static final int ROUND_TRIPS_THAT_SHOW_A_LIMIT = 2;

    private final WindowBudget budget;
    private final int initial;
    private final int max;
    private int size;
    private int available;
    private int used;
    private long epochNanos;

    ReceiveWindow(int initial, int max, WindowBudget budget, long nowNanos) {
        this.initial = initial;
        this.max = max;
        this.budget = budget;
        this.size = initial;
        this.available = initial;
        this.epochNanos = nowNanos;
    }

    /// Counts received bytes; false when the peer sent more than it was allowed to.
    boolean receive(int bytes) {
        available -= bytes;
        return available >= 0;
    }

    /// Whether enough was used that a WINDOW_UPDATE is worth its bytes.
    boolean credit(int bytes) {
        used += bytes;
        return used >= size / 2;
    }

    /// The increment of the WINDOW_UPDATE that is due.
    int update(long nowNanos, long roundTripNanos) {
        int increment = used + growth(nowNanos, roundTripNanos);
        epochNanos = nowNanos;
        used = 0;
        available += increment;
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

    private int growth(long nowNanos, long roundTripNanos) {
        if (roundTripNanos <= 0
                || nowNanos - epochNanos > ROUND_TRIPS_THAT_SHOW_A_LIMIT * roundTripNanos) {
            return 0;
        }
        int granted = budget.take(Math.min(size, max - size));
        size += granted;
        return granted;
    }
}
