package io.portsicle.relay.connection;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Counts connections, in all, those of visitors, and those from each address, and refuses those
/// beyond the limits. Any thread.
///
/// Loopback is not counted by address: behind it stands this machine's owner, or a proxy with
/// everybody behind it.
public final class Connections {
    private final int limit;
    private final int limitPerAddress;
    private final Headcount all = new Headcount();
    private final Headcount visitors = new Headcount();
    private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    /// Lets in `limit` connections at once, and `limitPerAddress` from one address.
    public Connections(int limit, int limitPerAddress) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
    }

    /// Lets a connection in; [#leave(InetAddress)] must follow, but only after true.
    public boolean enter(@Nullable InetAddress address) {
        if (all.enter() > limit) {
            all.leave();
            return false;
        }
        if (isCounted(address) && byAddress.merge(address, 1, Integer::sum) > limitPerAddress) {
            leave(address);
            return false;
        }
        return true;
    }

    /// A connection that was let in is closed.
    public void leave(@Nullable InetAddress address) {
        all.leave();
        if (isCounted(address)) {
            byAddress.computeIfPresent(address, (key, held) -> held > 1 ? held - 1 : null);
        }
    }

    /// All connections, of visitors and of agents.
    public Headcount all() {
        return all;
    }

    /// Those that are not an agent's.
    public Headcount visitors() {
        return visitors;
    }

    private static boolean isCounted(@Nullable InetAddress address) {
        return address != null && !address.isLoopbackAddress();
    }
}
