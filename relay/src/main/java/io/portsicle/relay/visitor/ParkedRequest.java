package io.portsicle.relay.visitor;

import io.netty.channel.socket.SocketChannel;
import io.portsicle.relay.endpoint.Spot;
import io.portsicle.relay.endpoint.Waiter;

import org.jspecify.annotations.Nullable;

/// A request while its agent is away: brings what its holder says to the visitor's event loop,
/// which stays the same meanwhile.
///
/// One for each request, however often it has to wait.
final class ParkedRequest implements Waiter {
    /// Hears what became of a request, on the visitor's event loop.
    interface Owner {
        void goOn(ParkedRequest parked);

        void giveUp(ParkedRequest parked);
    }

    private static final long NEVER = Long.MIN_VALUE;

    private final SocketChannel channel;
    private final Owner owner;
    private long since = NEVER;
    private @Nullable Spot spot;

    ParkedRequest(SocketChannel channel, Owner owner) {
        this.channel = channel;
        this.owner = owner;
    }

    void at(Spot taken) {
        spot = taken;
    }

    /// Waits no longer.
    void leave() {
        if (spot != null) {
            spot.leave();
            spot = null;
        }
    }

    @Override
    public long since(long nowNanos) {
        since = since == NEVER ? nowNanos : since;
        return since;
    }

    @Override
    public void goOn() {
        channel.eventLoop().execute(() -> owner.goOn(this));
    }

    @Override
    public void giveUp() {
        channel.eventLoop().execute(() -> owner.giveUp(this));
    }
}
