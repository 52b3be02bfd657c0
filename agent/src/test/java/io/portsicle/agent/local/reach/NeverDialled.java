package io.portsicle.agent.local.reach;

import io.netty.channel.EventLoop;
import io.portsicle.tunnel.Transport;

import java.util.Optional;

/// A local server that is never asked for a connection.
public final class NeverDialled implements Reachability.Listener {
    public static LocalDialer on(EventLoop loop) {
        return new LocalDialer(
                loop,
                Transport.NIO,
                new LocalPlace.Port("127.0.0.1", 9),
                Optional.empty(),
                "127.0.0.1:9",
                new Reachability("127.0.0.1:9", new NeverDialled()));
    }

    @Override
    public void onUnreachable(String address, String reason) {}

    @Override
    public void onBack(String address) {}
}
