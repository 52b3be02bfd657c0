package io.portsicle.relay.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.tunnel.message.ErrorPage;

import java.net.InetAddress;

/// The pipeline of a new connection: one handler, until an agent's link takes its place.
final class IngressInitializer extends ChannelInitializer<SocketChannel> {
    private static final ErrorPage TOO_MANY =
            ErrorPage.of(
                    503,
                    "overloaded",
                    "Too many connections",
                    "This relay has as many connections as it may. Try again in a moment.");

    private final Ingress ingress;

    IngressInitializer(Ingress ingress) {
        this.ingress = ingress;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        InetAddress address = channel.remoteAddress().getAddress();
        if (!ingress.counted().enter(address)) {
            turnAway(channel);
            return;
        }
        channel.closeFuture().addListener(closed -> ingress.counted().leave(address));
        channel.pipeline().addLast("visitor", new VisitorHandler(new Visitor(ingress, channel)));
    }

    private static void turnAway(SocketChannel channel) {
        channel.config().setAutoRead(false);
        ByteBuf out = channel.alloc().buffer();
        LocalAnswer.error(TOO_MANY, false).writeTo(out, false, false, false);
        channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
    }
}
