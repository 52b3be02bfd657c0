package io.portsicle.agent.connect;

import io.netty.util.concurrent.Ticker;

import java.time.Duration;

/// Counts returns without patience: a handful may follow each other, then one a minute. Not
/// thread-safe.
final class QuickReturns {
    static final int MOST = 20;
    static final Duration NEXT_AFTER = Duration.ofMinutes(1);

    private final Ticker ticker;
    private long left = MOST;
    private long refilledAt;

    QuickReturns(Ticker ticker) {
        this.ticker = ticker;
        this.refilledAt = ticker.nanoTime();
    }

    /// Whether another one is granted.
    boolean take() {
        long more = (ticker.nanoTime() - refilledAt) / NEXT_AFTER.toNanos();
        refilledAt += more * NEXT_AFTER.toNanos();
        left = Math.min(MOST, left + more);
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
