package io.portsicle.relay.connection;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts who is there, and tells when nobody is any longer. Any thread.
public final class Headcount {
    private final AtomicInteger count = new AtomicInteger();
    private final CompletableFuture<@Nullable Void> none = new CompletableFuture<>();
    private volatile boolean isAwaited;

    /// One more; returns how many there are with it.
    public int enter() {
        return count.incrementAndGet();
    }

    /// One less.
    public void leave() {
        if (count.decrementAndGet() == 0 && isAwaited) {
            none.complete(null);
        }
    }

    /// How many there are.
    public int count() {
        return count.get();
    }

    /// Completes when nobody is there; whoever asks must see to it that nobody else comes.
    public CompletableFuture<@Nullable Void> awaitNone() {
        isAwaited = true;
        if (count.get() == 0) {
            none.complete(null);
        }
        return none;
    }
}
