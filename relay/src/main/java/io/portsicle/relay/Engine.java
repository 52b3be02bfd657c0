package io.portsicle.relay;

import io.netty.channel.EventLoopGroup;
import io.portsicle.relay.connection.Placement;
import io.portsicle.tunnel.Transport;

/// The event loops of a relay.
///
/// Connections are accepted on the first of them, not on one of their own: the first link is there
/// as well, and a visitor who need not change threads at all costs the least.
record Engine(Transport transport, EventLoopGroup loops, Placement placement) {
    static Engine start(int threads) {
        Transport transport = Transport.best();
        Placement placement = new Placement();
        return new Engine(transport, transport.newGroup(threads, "relay", placement), placement);
    }

    /// Closes every connection that is left; blocks until that is done.
    void stop() {
        Transport.shutDown(loops).awaitUninterruptibly();
    }
}
