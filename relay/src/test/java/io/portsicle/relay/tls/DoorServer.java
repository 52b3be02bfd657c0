package io.portsicle.relay.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.tunnel.Transport;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// A server behind a door that says back what it hears.
final class DoorServer implements AutoCloseable {
    private final EventLoopGroup loops = Transport.best().newGroup(2, "door");
    private final TlsDoor door;
    private final Channel channel;

    DoorServer(TlsDoor door) throws InterruptedException {
        this.door = door;
        this.channel =
                new ServerBootstrap()
                        .group(loops)
                        .channel(Transport.best().serverChannel())
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel accepted) {
                                        door.addTo(accepted.pipeline());
                                        accepted.pipeline().addLast(new Echo());
                                    }
                                })
                        .bind("127.0.0.1", 0)
                        .sync()
                        .channel();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() throws InterruptedException {
        channel.close().sync();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
        door.close();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object heard) {
            ctx.writeAndFlush(heard, ctx.voidPromise());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
