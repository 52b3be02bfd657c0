package io.portsicle.relay.tls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.portsicle.tunnel.Transport;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A server behind a door that says back what it hears, but for a few words that it obeys.
final class DoorServer implements AutoCloseable {
    private final EventLoopGroup loops = Transport.best().newGroup(2, "door");
    private final AtomicInteger connected = new AtomicInteger();
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
                                        connected.incrementAndGet();
                                        accepted.closeFuture()
                                                .addListener(end -> connected.decrementAndGet());
                                        door.addTo(accepted.pipeline());
                                        accepted.pipeline().addLast(new Echo());
                                    }
                                })
                        .bind("127.0.0.1", 0)
                        .sync()
                        .channel();
    }

    /// Whether nobody is connected.
    boolean isEmpty() {
        return connected.get() == 0;
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() throws InterruptedException {
        channel.close().sync();
        Transport.shutDown(loops).sync();
        door.close();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        private static final int MUCH = 20_000_000;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object heard) {
            SocketChannel channel = (SocketChannel) ctx.channel();
            switch (((ByteBuf) heard).toString(StandardCharsets.US_ASCII)) {
                case "close" -> channel.close();
                case "reset" -> {
                    channel.config().setSoLinger(0);
                    channel.close();
                }
                case "flood" -> {
                    channel.writeAndFlush(ctx.alloc().directBuffer(MUCH).writeZero(MUCH));
                    channel.close();
                }
                default -> {
                    ctx.writeAndFlush(heard, ctx.voidPromise());
                    return;
                }
            }
            ReferenceCountUtil.release(heard);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
