package io.portsicle.agent;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.LinkConfig;
import io.portsicle.tunnel.LinkEnd;
import io.portsicle.tunnel.LinkListener;
import io.portsicle.tunnel.SessionSilence;
import io.portsicle.tunnel.Transport;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A relay of one page: it takes every agent, or answers what it was told to, and opens streams for
/// the test.
public final class TestRelay implements AutoCloseable {
    /// Enough for a machine that does many things at once.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventLoopGroup loops = Transport.best().newGroup(1, "test-relay");
    private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final BlockingQueue<Link> links = new LinkedBlockingQueue<>();
    private final BlockingQueue<LinkEnd> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<Channel> channels = new LinkedBlockingQueue<>();
    private final @Nullable SslContext tls;
    private Channel server;

    public TestRelay() {
        this(0, null);
    }

    TestRelay(int port, @Nullable SslContext tls) {
        this.tls = tls;
        this.server = listen(port);
    }

    private Channel listen(int port) {
        return new ServerBootstrap()
                .group(loops)
                .channel(Transport.best().serverChannel())
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channels.add(channel);
                                if (tls != null) {
                                    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                                }
                                channel.pipeline().addLast(new Upgrade());
                            }
                        })
                .bind("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    public URI url() {
        return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + port());
    }

    URI url(String host, int port) {
        return URI.create("http://" + host + ":" + port);
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /// The next agent gets this answer instead of a tunnel; the connection is closed behind it.
    void refuseNext(String answer) {
        refusals.add(answer);
    }

    /// The head of the next upgrade request that came.
    String awaitUpgrade() {
        return await(heads);
    }

    /// The next link that carries requests.
    Link awaitLink() {
        return await(links);
    }

    /// Why the next link ended.
    LinkEnd awaitLinkEnd() {
        return await(ends);
    }

    int upgrades() {
        return heads.size();
    }

    /// Stops listening; what is open stays open.
    void stopListening() {
        server.close().syncUninterruptibly();
    }

    void listenAgain(int port) {
        server = listen(port);
    }

    /// Cuts every connection. As a process that is killed does while it has something to read.
    void resetConnections() {
        channels.forEach(channel -> channel.config().setOption(ChannelOption.SO_LINGER, 0));
        cutConnections();
    }

    void cutConnections() {
        channels.forEach(channel -> channel.close().syncUninterruptibly());
        channels.clear();
    }

    @Override
    public void close() {
        Transport.shutDown(loops).syncUninterruptibly();
    }

    static <T> T await(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came within " + PATIENCE);
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Upgrade extends ChannelInboundHandlerAdapter {
        private String read = "";

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
            ByteBuf in = (ByteBuf) message;
            read += in.toString(StandardCharsets.US_ASCII);
            in.release();
            if (!read.endsWith("\r\n\r\n")) {
                return;
            }
            heads.add(read);
            String refusal = refusals.poll();
            if (refusal == null) {
                accept(ctx);
            } else {
                ctx.writeAndFlush(bytes(refusal)).addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        private void accept(ChannelHandlerContext ctx) throws Exception {
            ctx.writeAndFlush(bytes(switchingProtocols(field("sec-websocket-key"))));
            Events events = new Events();
            ctx.pipeline().remove(this);
            events.link =
                    Link.start(
                            ctx.channel(),
                            Link.Role.RELAY,
                            Link.Carrier.WEBSOCKET,
                            LinkConfig.RELAY,
                            new SessionSilence(),
                            events);
        }

        private String field(String name) {
            return read.lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        private String switchingProtocols(String key) throws Exception {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(
                                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                            .getBytes(StandardCharsets.US_ASCII));
            return "HTTP/1.1 101 Switching Protocols\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(digest)
                    + "\r\n"
                    + "Sec-WebSocket-Protocol: portsicle.h2\r\n"
                    + "Portsicle-Session: s-1\r\n"
                    + "Portsicle-Resume: secret-1\r\n"
                    + "Portsicle-Name: demo\r\n"
                    + "Portsicle-Url: http://demo.localhost:8080\r\n"
                    + "Portsicle-Also-At: http://127.0.0.1:8080/demo/\r\n\r\n";
        }
    }

    private final class Events implements LinkListener {
        private @Nullable Link link;

        @Override
        public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
            throw new IllegalStateException("agents open no streams");
        }

        @Override
        public void onReady() {
            links.add(java.util.Objects.requireNonNull(link));
        }

        @Override
        public void onGoingAway() {}

        @Override
        public void onClosed(LinkEnd end) {
            ends.add(end);
        }
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
