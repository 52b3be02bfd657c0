package io.portsicle.agent;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.portsicle.tunnel.Transport;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A local server that speaks HTTP/2 by Netty's codec, and does with each request what a test tells
/// it to.
final class Http2LocalServer implements AutoCloseable {
    /// What happens with each piece of a request, on the server's event loop.
    interface Script {
        void onHead(Call call, Http2Headers head, boolean end);

        default void onData(Call call, String data, boolean end) {}

        default void onReset(Call call, Http2Error error) {}
    }

    private final EventLoopGroup loops = Transport.best().newGroup(1, "http2-server");
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final Script script;
    private final Http2Settings settings;
    private final Channel server;

    /// Without TLS.
    Http2LocalServer(Script script) {
        this(script, Http2Settings.defaultSettings());
    }

    Http2LocalServer(Script script, Http2Settings settings) {
        this.script = script;
        this.settings = settings;
        this.server =
                listen(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                count(channel);
                                speakHttp2(channel);
                            }
                        });
    }

    /// With TLS, for the protocols that it agrees to.
    Http2LocalServer(Script script, KeyStore keys, String... protocols) throws Exception {
        this.script = script;
        this.settings = Http2Settings.defaultSettings();
        SslContext tls =
                SslContextBuilder.forServer(TestCertificates.keys(keys))
                        .applicationProtocolConfig(
                                new ApplicationProtocolConfig(
                                        ApplicationProtocolConfig.Protocol.ALPN,
                                        ApplicationProtocolConfig.SelectorFailureBehavior
                                                .FATAL_ALERT,
                                        ApplicationProtocolConfig.SelectedListenerFailureBehavior
                                                .FATAL_ALERT,
                                        protocols))
                        .sslProvider(SslProvider.JDK)
                        .build();
        this.server =
                listen(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                count(channel);
                                channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                                channel.pipeline().addLast(new Negotiated());
                            }
                        });
    }

    private Channel listen(ChannelInitializer<Channel> initializer) {
        return new ServerBootstrap()
                .group(loops)
                .channel(Transport.best().serverChannel())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(initializer)
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    private void count(Channel channel) {
        accepted.incrementAndGet();
        connections.add(channel);
    }

    private void speakHttp2(Channel channel) {
        channel.pipeline()
                .addLast(
                        Http2FrameCodecBuilder.forServer()
                                .initialSettings(settings)
                                .validateHeaders(true)
                                .build())
                .addLast(
                        new Http2MultiplexHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline().addLast(new Stream());
                                    }
                                }));
    }

    LocalAddress address() {
        return LocalAddress.parse("127.0.0.1:" + port());
    }

    LocalAddress tlsAddress() {
        return LocalAddress.parse("https://localhost:" + port());
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /// Connections that were accepted so far.
    int connections() {
        return accepted.get();
    }

    int openConnections() {
        return connections.size();
    }

    /// Requests that came so far.
    int calls() {
        return calls.get();
    }

    void cutConnections() {
        connections.close().syncUninterruptibly();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        cutConnections();
        Transport.shutDown(loops).syncUninterruptibly();
    }

    /// One request.
    static final class Call {
        private final ChannelHandlerContext ctx;
        private final int number;

        private Call(ChannelHandlerContext ctx, int number) {
            this.ctx = ctx;
            this.number = number;
        }

        /// The how-manieth of the server this is, from 1.
        int number() {
            return number;
        }

        Call head(String status, boolean end, String... fields) {
            Http2Headers head = new DefaultHttp2Headers().status(status);
            for (int i = 0; i < fields.length; i += 2) {
                head.add(fields[i], fields[i + 1]);
            }
            write(new DefaultHttp2HeadersFrame(head, end));
            return this;
        }

        Call data(String text, boolean end) {
            write(
                    new DefaultHttp2DataFrame(
                            Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), end));
            return this;
        }

        void trailers(String... fields) {
            Http2Headers trailers = new DefaultHttp2Headers();
            for (int i = 0; i < fields.length; i += 2) {
                trailers.add(fields[i], fields[i + 1]);
            }
            write(new DefaultHttp2HeadersFrame(trailers, true));
        }

        void answer(String body) {
            head("200", false).data(body, true);
        }

        void reset(Http2Error error) {
            write(new DefaultHttp2ResetFrame(error));
        }

        /// What runs goes on; nothing new is served.
        void goAway() {
            ctx.channel().parent().writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        }

        void cutConnection() {
            ctx.channel().parent().close();
        }

        /// Takes nothing more from the visitor.
        void stopReading() {
            ctx.channel().config().setAutoRead(false);
        }

        /// Writes for as long as the agent takes it, and counts.
        void flood(String piece, AtomicLong written) {
            ByteBuf data = Unpooled.copiedBuffer(piece, StandardCharsets.UTF_8);
            ctx.writeAndFlush(new DefaultHttp2DataFrame(data))
                    .addListener(
                            done -> {
                                if (done.isSuccess()) {
                                    written.addAndGet(piece.length());
                                    flood(piece, written);
                                }
                            });
        }

        private void write(Http2StreamFrame frame) {
            ctx.writeAndFlush(frame);
        }
    }

    private final class Stream extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private Call call;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            call = new Call(ctx, calls.incrementAndGet());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Http2StreamFrame frame) {
            switch (frame) {
                case Http2HeadersFrame head ->
                        script.onHead(call, head.headers(), head.isEndStream());
                case Http2DataFrame data ->
                        script.onData(
                                call,
                                data.content().toString(StandardCharsets.UTF_8),
                                data.isEndStream());
                default -> {}
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                script.onReset(call, Http2Error.valueOf(reset.errorCode()));
                ctx.close(); // gives back what was not read
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /// HTTP/2 where that was agreed on, and otherwise HTTP/1.1 with one fixed answer.
    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        Negotiated() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                speakHttp2(ctx.channel());
            } else {
                ctx.pipeline().addLast(new OldAnswer());
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private static final class OldAnswer extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf request) {
            String text = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nHTTP/1.1";
            ctx.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        }
    }
}
