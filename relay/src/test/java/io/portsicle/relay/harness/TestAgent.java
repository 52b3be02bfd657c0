package io.portsicle.relay.harness;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.LinkConfig;
import io.portsicle.tunnel.LinkEnd;
import io.portsicle.tunnel.LinkListener;
import io.portsicle.tunnel.SessionSilence;
import io.portsicle.tunnel.Transport;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLEngine;

/// An agent that consists of a link and of whatever a test answers.
public final class TestAgent implements AutoCloseable {
    private static final EventLoopGroup LOOPS = Transport.best().newGroup(1, "test-agent");
    private static final int TIMEOUT_SECONDS = 10;

    private final Local local;
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final CompletableFuture<Link> link = new CompletableFuture<>();
    private final CompletableFuture<LinkEnd> end = new CompletableFuture<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Channel channel;

    /// What stands behind the agent.
    public interface Local {
        StreamListener serve(Http2Stream stream, Fields head, boolean end);
    }

    private TestAgent(URI relay, String request, Link.Carrier carrier, Local local)
            throws InterruptedException {
        this.local = local;
        this.channel =
                new Bootstrap()
                        .group(LOOPS)
                        .channel(Transport.best().channel())
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel ch) {
                                        if ("https".equals(relay.getScheme())) {
                                            ch.pipeline().addLast(tls());
                                        }
                                        ch.pipeline().addLast(new Registering(carrier));
                                    }
                                })
                        .connect(relay.getHost(), relay.getPort())
                        .sync()
                        .channel();
        channel.writeAndFlush(
                Unpooled.copiedBuffer(request.replace("\n", "\r\n"), StandardCharsets.ISO_8859_1));
    }

    /// Registers over WebSocket under a name; `fields` are further lines of the request.
    public static TestAgent connect(URI relay, String name, Local local, String... fields)
            throws InterruptedException {
        String request =
                "GET /.well-known/portsicle/tunnel HTTP/1.1\nHost: %s\nConnection: Upgrade\nUpgrade: websocket\n"
                                .formatted(relay.getAuthority())
                        + "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
                        + "Sec-WebSocket-Protocol: portsicle.h2\n"
                        + (name.isEmpty() ? "" : "Portsicle-Name: " + name + "\n");
        return new TestAgent(relay, request + lines(fields) + "\n", Link.Carrier.WEBSOCKET, local);
    }

    /// Registers over PTTH for an origin, percent-encoded.
    public static TestAgent connectPtth(URI relay, String origin, Local local, String... fields)
            throws InterruptedException {
        String request =
                "GET /.well-known/ptth/%s/ HTTP/1.1\nHost: %s\nConnection: Upgrade\nUpgrade: ptth\nALPN: h2\n"
                        .formatted(origin, relay.getAuthority());
        return new TestAgent(relay, request + lines(fields) + "\n", Link.Carrier.BARE, local);
    }

    /// The head of the relay's answer to the registration.
    public RawVisitor.Head answer()
            throws InterruptedException, ExecutionException, TimeoutException {
        return new RawVisitor.Head(answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    }

    /// The fields by which another connection proves that it belongs to this agent's session, and
    /// `more` of them.
    public String[] resume(String... more)
            throws InterruptedException, ExecutionException, TimeoutException {
        RawVisitor.Head given = answer();
        List<String> fields = new ArrayList<>(List.of(more));
        fields.add("Portsicle-Session: " + given.field("portsicle-session"));
        fields.add("Portsicle-Resume: " + given.field("portsicle-resume"));
        return fields.toArray(String[]::new);
    }

    /// The agent, once the relay has admitted it.
    public TestAgent admitted() throws InterruptedException, ExecutionException, TimeoutException {
        if (answer().status() != 101) {
            throw new IllegalStateException("not admitted: " + answer().text());
        }
        link.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    /// How the link ended.
    public LinkEnd end() throws InterruptedException, ExecutionException, TimeoutException {
        return end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    public boolean isEnded() {
        return end.isDone();
    }

    /// What happened to the link so far.
    public List<String> events() {
        return events;
    }

    /// Says goodbye, as a closing agent does.
    public void drain() throws InterruptedException, ExecutionException, TimeoutException {
        Link running = link.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        running.loop().execute(() -> running.drain("test is over"));
    }

    /// Breaks the connection without a word.
    @Override
    public void close() throws InterruptedException {
        channel.close().sync();
    }

    private static SslHandler tls() {
        SSLEngine engine = Trusting.context().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        return new SslHandler(engine);
    }

    private static String lines(String... fields) {
        return fields.length == 0 ? "" : String.join("\n", fields) + "\n";
    }

    /// Reads the answer to the registration; a 101 makes a link of the connection.
    private final class Registering extends ByteToMessageDecoder {
        private final Link.Carrier carrier;

        Registering(Link.Carrier carrier) {
            this.carrier = carrier;
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            String text = in.toString(StandardCharsets.ISO_8859_1);
            int headEnd = text.indexOf("\r\n\r\n");
            if (headEnd < 0 || answer.isDone()) {
                return;
            }
            answer.complete(text.substring(0, headEnd + 4));
            if (!text.startsWith("HTTP/1.1 101")) {
                return;
            }
            in.skipBytes(headEnd + 4);
            link.complete(
                    Link.start(
                            ctx.channel(),
                            Link.Role.AGENT,
                            carrier,
                            LinkConfig.AGENT,
                            new SessionSilence(),
                            new Events()));
            ctx.pipeline().remove(this);
        }
    }

    private final class Events implements LinkListener {
        @Override
        public StreamListener onStream(Http2Stream stream, Fields head, boolean ended) {
            return local.serve(stream, head, ended);
        }

        @Override
        public void onReady() {
            events.add("ready");
        }

        @Override
        public void onGoingAway() {
            events.add("going away");
        }

        @Override
        public void onClosed(LinkEnd why) {
            events.add("closed");
            end.complete(why);
        }
    }
}
