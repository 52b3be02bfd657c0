package io.portsicle.relay.ingress;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts connections, in all and from each address, and refuses those beyond the limits. Any
/// thread.
///
/// Loopback is not counted by address: behind it stands this machine's owner, or a proxy with
/// everybody behind it.
final class Connections {
    private final int limit;
    private final int limitPerAddress;
    private final AtomicInteger count = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final CompletableFuture<@Nullable Void> none = new CompletableFuture<>();
    private volatile boolean awaited;

    Connections(int limit, int limitPerAddress) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
    }

    /// Lets a connection in; [#leave(InetAddress)] must follow, but only after true.
    boolean enter(@Nullable InetAddress address) {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            return false;
        }
        if (isCounted(address) && byAddress.merge(address, 1, Integer::sum) > limitPerAddress) {
            leave(address);
            return false;
        }
        return true;
    }

    void leave(@Nullable InetAddress address) {
        if (count.decrementAndGet() == 0 && awaited) {
            none.complete(null);
        }
        if (isCounted(address)) {
            byAddress.computeIfPresent(address, (key, held) -> held > 1 ? held - 1 : null);
        }
    }

    /// Completes when there is no connection left.
    CompletableFuture<@Nullable Void> awaitNone() {
        awaited = true;
        if (count.get() == 0) {
            none.complete(null);
        }
        return none;
    }

    int count() {
        return count.get();
    }

    private static boolean isCounted(@Nullable InetAddress address) {
        return address != null && !address.isLoopbackAddress();
    }
}
