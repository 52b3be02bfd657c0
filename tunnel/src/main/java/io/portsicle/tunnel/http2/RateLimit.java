package io.portsicle.tunnel.http2;

import java.util.function.LongSupplier;

/// Counts events of which a peer may cause so many in a second. Link's event loop only.
final class RateLimit {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final int perSecond;
    private final LongSupplier clock;
    private int count;
    private long since;

    RateLimit(int perSecond, LongSupplier clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.since = clock.getAsLong();
    }

    /// Counts one more; false where that is one too many.
    boolean permits() {
        long now = clock.getAsLong();
        if (now - since > SECOND_NANOS) {
            since = now;
            count = 0;
        }
        return ++count <= perSecond;
    }

    int perSecond() {
        return perSecond;
    }
}
