package io.portsicle.relay.harness;

import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import io.portsicle.tunnel.Transport;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A visitor that speaks HTTP/2 with prior knowledge, by Netty's implementation of it.
public final class Http2Client implements AutoCloseable {
    private static final EventLoopGroup LOOPS = Transport.best().newGroup(1, "test-http2");

    private static final int CONNECTION_WINDOW = 1 << 30;

    private final Frames handler = new Frames();
    private final Channel channel;
    private final Map<Http2FrameStream, Stream> streams = new ConcurrentHashMap<>();
    private final List<Long> goAways = new CopyOnWriteArrayList<>();
    private final String authority;

    private Http2Client(URI relay, String authority, int window) throws InterruptedException {
        this.authority = authority;
        Http2FrameCodec codec =
                Http2FrameCodecBuilder.forClient()
                        .validateHeaders(false)
                        .initialSettings(
                                Http2Settings.defaultSettings()
                                        .pushEnabled(false)
                                        .initialWindowSize(window))
                        .build();
        this.channel =
                new Bootstrap()
                        .group(LOOPS)
                        .channel(Transport.best().channel())
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel ch) {
                                        ch.pipeline().addLast(codec, handler);
                                    }
                                })
                        .connect(relay.getHost(), relay.getPort())
                        .sync()
                        .channel();
        // One stalled stream must not stall this client's others.
        channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW));
    }

    public static Http2Client connect(URI relay, String authority) throws InterruptedException {
        return new Http2Client(relay, authority, 65_535);
    }

    /// A visitor whose streams have a window of that size.
    public static Http2Client connect(URI relay, String authority, int window)
            throws InterruptedException {
        return new Http2Client(relay, authority, window);
    }

    public Stream get(String path) throws InterruptedException {
        return open(request("GET", path), true);
    }

    /// The head of a request; fields may be added or changed.
    public Http2Headers request(String method, String path) {
        return new DefaultHttp2Headers(false)
                .method(method)
                .scheme("http")
                .authority(authority)
                .path(path);
    }

    /// Sends a head. After the relay's GOAWAY the stream stays without an answer.
    public Stream open(Http2Headers head, boolean end) throws InterruptedException {
        Http2FrameStream frames = handler.newStream();
        Stream stream = new Stream(frames);
        streams.put(frames, stream);
        channel.writeAndFlush(new DefaultHttp2HeadersFrame(head, end).stream(frames)).await();
        return stream;
    }

    /// The error codes of the relay's GOAWAYs.
    public List<Long> goAways() {
        return goAways;
    }

    public boolean isClosed() {
        return !channel.isActive();
    }

    @Override
    public void close() throws InterruptedException {
        channel.close().sync();
    }

    /// One request and what came back.
    public final class Stream {
        private final Http2FrameStream frames;
        private final List<Http2Headers> heads = new CopyOnWriteArrayList<>();
        private final StringBuilder body = new StringBuilder();
        private volatile boolean ended;
        private volatile @Nullable Long reset;
        private volatile boolean credits = true;

        private Stream(Http2FrameStream frames) {
            this.frames = frames;
        }

        public Stream send(String text, boolean end) {
            return send(text.getBytes(StandardCharsets.ISO_8859_1), end);
        }

        public Stream send(byte[] bytes, boolean end) {
            channel.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), end).stream(frames));
            return this;
        }

        public Stream sendTrailers(String name, String value) {
            Http2Headers trailers = new DefaultHttp2Headers(false).add(name, value);
            channel.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true).stream(frames));
            return this;
        }

        public void cancel() {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL).stream(frames));
        }

        /// Takes what comes and gives no credit for it.
        public Stream stall() {
            credits = false;
            return this;
        }

        /// The final head, once it is there.
        public Http2Headers head() {
            await().until(() -> ended || reset != null || !finalHeads().isEmpty());
            if (finalHeads().isEmpty()) {
                throw new AssertionError("no head, but RST_STREAM " + reset);
            }
            return finalHeads().getFirst();
        }

        public int status() {
            return Integer.parseInt(head().status().toString());
        }

        public String field(String name) {
            CharSequence value = head().get(name);
            return value == null ? "" : value.toString();
        }

        /// All heads so far: interim ones, the final one, trailers.
        public List<Http2Headers> heads() {
            return heads;
        }

        /// The body so far.
        public String body() {
            return body.toString();
        }

        /// The body when the response is over.
        public String wholeBody() {
            await().atMost(Duration.ofSeconds(10)).until(() -> ended || reset != null);
            if (reset != null) {
                throw new AssertionError("RST_STREAM " + reset + " after " + body.length());
            }
            return body.toString();
        }

        public boolean isEnded() {
            return ended;
        }

        /// The error code of the relay's RST_STREAM, once it is there.
        public long reset() {
            await().until(() -> reset != null);
            Long code = reset;
            return code == null ? -1 : code;
        }

        private List<Http2Headers> finalHeads() {
            return heads.stream()
                    .filter(head -> head.status() != null && head.status().charAt(0) != '1')
                    .toList();
        }
    }

    private final class Frames extends Http2ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            try {
                switch (msg) {
                    case Http2HeadersFrame head -> {
                        Stream stream = of(head.stream());
                        stream.heads.add(head.headers());
                        stream.ended |= head.isEndStream();
                    }
                    case Http2DataFrame data -> onData(ctx, data);
                    case Http2ResetFrame reset -> of(reset.stream()).reset = reset.errorCode();
                    case Http2GoAwayFrame goAway -> goAways.add(goAway.errorCode());
                    default -> {}
                }
            } finally {
                ReferenceCountUtil.release(msg);
            }
        }

        private void onData(ChannelHandlerContext ctx, Http2DataFrame data) {
            Stream stream = of(data.stream());
            stream.body.append(data.content().toString(StandardCharsets.ISO_8859_1));
            if (stream.credits && data.initialFlowControlledBytes() > 0) {
                ctx.writeAndFlush(
                        new DefaultHttp2WindowUpdateFrame(data.initialFlowControlledBytes())
                                .stream(data.stream()));
            }
            stream.ended |= data.isEndStream();
        }

        private Stream of(@Nullable Http2FrameStream frames) {
            Stream stream = frames == null ? null : streams.get(frames);
            if (stream == null) {
                throw new AssertionError("a frame of an unknown stream");
            }
            return stream;
        }
    }
}
