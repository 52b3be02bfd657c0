package io.portsicle.relay;

import io.netty.channel.EventLoopGroup;
import io.portsicle.relay.ingress.Placement;
import io.portsicle.tunnel.Transport;

import java.util.concurrent.TimeUnit;

/// The event loops of a relay: one that accepts connections, the others carry them.
record Engine(
        Transport transport, EventLoopGroup acceptor, EventLoopGroup loops, Placement placement) {
    private static final long SHUTDOWN_SECONDS = 2;

    static Engine start(int threads) {
        Transport transport = Transport.best();
        Placement placement = new Placement();
        return new Engine(
                transport,
                transport.newGroup(1, "relay-accept"),
                transport.newGroup(threads, "relay", placement),
                placement);
    }

    /// Closes every connection that is left; blocks until that is done.
    void stop() {
        shutDown(loops);
        shutDown(acceptor);
    }

    private static void shutDown(EventLoopGroup group) {
        group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
