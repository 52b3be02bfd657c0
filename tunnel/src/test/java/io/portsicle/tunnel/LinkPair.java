package io.portsicle.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Two links over a real loopback connection, each on its own event loop.
final class LinkPair implements AutoCloseable {
    final Side relay = new Side();
    final Side agent = new Side();
    private final EventLoopGroup loops = Transport.best().newGroup(2, "test");
    private final Channel server;

    LinkPair(
            Link.Carrier carrier,
            LinkConfig relayConfig,
            LinkConfig agentConfig,
            Function<Fields, Responder> local)
            throws Exception {
        agent.local = local;
        server =
                new ServerBootstrap()
                        .group(loops)
                        .channel(Transport.best().serverChannel())
                        .childHandler(starter(relay, Link.Role.RELAY, carrier, relayConfig))
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sync()
                        .channel();
        new Bootstrap()
                .group(loops)
                .channel(Transport.best().channel())
                .handler(starter(agent, Link.Role.AGENT, carrier, agentConfig))
                .connect(server.localAddress())
                .sync();
        relay.link.get(5, TimeUnit.SECONDS);
        agent.link.get(5, TimeUnit.SECONDS);
    }

    /// Opens a stream from the relay's side and returns what comes back.
    Answer request(String path) throws Exception {
        Answer answer = new Answer();
        onRelay(
                link -> {
                    answer.stream = link.open(head("GET", path), true, answer);
                    return answer;
                });
        return answer;
    }

    <T> T onRelay(Function<Link, T> action) throws Exception {
        Link link = relay.link.get();
        return link.loop().submit((Callable<T>) () -> action.apply(link)).get(5, TimeUnit.SECONDS);
    }

    <T> T onAgent(Function<Link, T> action) throws Exception {
        Link link = agent.link.get();
        return link.loop().submit((Callable<T>) () -> action.apply(link)).get(5, TimeUnit.SECONDS);
    }

    static Fields head(String method, String path) {
        return new Fields()
                .add(":method", method)
                .add(":scheme", "http")
                .add(":authority", "demo.localhost")
                .add(":path", path);
    }

    @Override
    public void close() throws Exception {
        server.close().sync();
        Transport.shutDown(loops).sync();
    }

    private static ChannelInitializer<Channel> starter(
            Side side, Link.Role role, Link.Carrier carrier, LinkConfig config) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline()
                        .addLast(
                                "starter",
                                new ChannelInboundHandlerAdapter() {
                                    @Override
                                    public void channelActive(ChannelHandlerContext ctx) {
                                        side.channel = channel;
                                        side.link.complete(
                                                Link.start(
                                                        channel,
                                                        role,
                                                        carrier,
                                                        config,
                                                        new SessionSilence(),
                                                        side));
                                        channel.pipeline().remove("starter");
                                    }
                                });
            }
        };
    }

    /// Serves one request of the agent's side.
    interface Responder {
        StreamListener serve(Http2Stream stream, boolean end);
    }

    /// One end, with what its link told.
    static final class Side implements LinkListener {
        final CompletableFuture<Link> link = new CompletableFuture<>();
        final CompletableFuture<Void> ready = new CompletableFuture<>();
        final CompletableFuture<Void> goingAway = new CompletableFuture<>();
        final CompletableFuture<LinkEnd> closed = new CompletableFuture<>();
        volatile Channel channel;
        private Function<Fields, Responder> local =
                head -> {
                    throw new IllegalStateException("the relay serves no streams");
                };

        @Override
        public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
            return local.apply(head).serve(stream, end);
        }

        @Override
        public void onReady() {
            ready.complete(null);
        }

        @Override
        public void onGoingAway() {
            goingAway.complete(null);
        }

        @Override
        public void onClosed(LinkEnd end) {
            closed.complete(end);
        }
    }
}
