package io.portsicle.relay.ingress;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.relay.visitor.Entrance;
import io.portsicle.relay.visitor.Reception;

import java.util.List;

/// Where each new connection of a relay starts: [#initializer(Entrance)]. Immutable, any thread.
public final class Ingress {
    static final String HTTP2 = "h2";

    /// What visitors may speak behind TLS, in the words of ALPN (RFC 7301), the preferred first.
    public static final List<String> PROTOCOLS = List.of(HTTP2, "http/1.1");

    private final Reception reception;

    /// The way in to a reception.
    public Ingress(Reception reception) {
        this.reception = reception;
    }

    /// Sets up each new connection at an entrance.
    public ChannelInitializer<SocketChannel> initializer(Entrance entrance) {
        return new IngressInitializer(reception, entrance);
    }
}
