package io.portsicle.relay.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.relay.connection.Connections;
import io.portsicle.relay.http1.Http1Visitor;
import io.portsicle.relay.http2.Http2Visitor;
import io.portsicle.relay.tls.TlsDoor;
import io.portsicle.relay.visitor.Caller;
import io.portsicle.relay.visitor.Entrance;
import io.portsicle.relay.visitor.LocalAnswer;
import io.portsicle.relay.visitor.Reception;
import io.portsicle.tunnel.message.ErrorPage;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/// The pipeline of a new connection: TLS where it is spoken, then one handler, until an agent's
/// link takes its place.
final class IngressInitializer extends ChannelInitializer<SocketChannel> {
    private static final ErrorPage TOO_MANY =
            ErrorPage.of(
                    503,
                    "overloaded",
                    "Too many connections",
                    "This relay has as many connections as it may. Try again in a moment.");

    private final Reception reception;
    private final Entrance entrance;

    IngressInitializer(Reception reception, Entrance entrance) {
        this.reception = reception;
        this.entrance = entrance;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        InetAddress address = channel.remoteAddress().getAddress();
        Connections connections = reception.connections();
        if (!connections.enter(address)) {
            turnAway(channel);
            return;
        }
        channel.closeFuture().addListener(closed -> connections.leave(address));
        if (entrance instanceof Entrance.Tls(TlsDoor door)) {
            door.addTo(channel.pipeline());
            ProtocolChoice choice =
                    new ProtocolChoice(
                            reception, channel, protocol -> addVisitor(channel, protocol));
            channel.pipeline().addLast("protocol", choice);
        } else {
            addVisitor(channel, null);
        }
    }

    private void addVisitor(SocketChannel channel, @Nullable String protocol) {
        Caller caller = new Caller(reception, entrance, channel);
        if (Ingress.HTTP2.equals(protocol)) {
            Http2Visitor.begin(caller);
        } else {
            Http1Visitor.begin(caller, Http2Visitor::takeOver);
        }
    }

    /// Behind TLS nothing could be said before a handshake, which is what is to be spared.
    private void turnAway(SocketChannel channel) {
        channel.config().setAutoRead(false);
        if (entrance instanceof Entrance.Tls) {
            channel.close();
            return;
        }
        ByteBuf out = channel.alloc().buffer();
        LocalAnswer.error(TOO_MANY, false).writeTo(out, false, false, false);
        channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    }
}
