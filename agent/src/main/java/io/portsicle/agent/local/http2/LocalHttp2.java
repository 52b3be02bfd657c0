package io.portsicle.agent.local.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import io.portsicle.tunnel.LinkOutput;
import io.portsicle.tunnel.NetworkFailure;
import io.portsicle.tunnel.http2.ConnectionListener;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Config;
import io.portsicle.tunnel.http2.Http2Connection;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One HTTP/2 connection to the local server. It carries nothing before the server has sent its
/// SETTINGS: only then is it certain that it speaks HTTP/2, and how much it takes. Event loop only.
final class LocalHttp2 extends ChannelInboundHandlerAdapter implements ConnectionListener {
    /// How long the local server may take to its first words.
    static final Duration SETTINGS_TIMEOUT = Duration.ofSeconds(5);

    /// How long a connection may carry nothing.
    static final Duration LONGEST_IDLE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(LocalHttp2.class);

    private final Http2Pool pool;
    private final Channel channel;
    private final LinkOutput output;
    private final Http2Connection connection;
    private @Nullable Future<?> timer;
    private @Nullable String problem;
    private long idleSinceNanos;
    private boolean ready;

    LocalHttp2(Http2Pool pool, Channel channel) {
        this.pool = pool;
        this.channel = channel;
        this.output = LinkOutput.bare(channel);
        this.connection =
                new Http2Connection(
                        Http2Connection.Role.CLIENT,
                        channel.eventLoop(),
                        channel.alloc(),
                        output,
                        Http2Config.DEFAULT,
                        this,
                        channel.eventLoop().ticker()::nanoTime);
    }

    /// Opens a stream; where the server's limit is reached it waits its turn.
    Http2Stream open(Fields head, boolean end, StreamListener to) {
        return connection.open(head, end, to);
    }

    /// A stream is over.
    void closed() {
        if (connection.activeStreams() == 0) {
            idleSinceNanos = channel.eventLoop().ticker().nanoTime();
            if (timer == null) {
                startTimer(this::closeIfIdle, LONGEST_IDLE.toNanos());
            }
        }
    }

    /// Whether a stream would be opened at once.
    boolean hasRoom() {
        return isAccepting() && connection.hasRoomForStream();
    }

    /// Whether the server has ever said that it speaks HTTP/2.
    boolean wasReady() {
        return ready;
    }

    boolean isAccepting() {
        return ready && channel.isActive() && connection.isAccepting();
    }

    int activeStreams() {
        return connection.activeStreams();
    }

    /// Takes nothing new, and closes when what runs is over.
    void leave() {
        if (channel.isActive()) {
            connection.goAway();
        }
    }

    /// Why the connection is gone, as the rest of a sentence about the server.
    String lossReason() {
        return problem == null ? "closed the connection without a response" : problem;
    }

    // ---- the channel

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        connection.start();
        startTimer(
                () -> fail("sent no HTTP/2 SETTINGS within " + SETTINGS_TIMEOUT.toSeconds() + " s"),
                SETTINGS_TIMEOUT.toNanos());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            connection.read(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            connection.onRoom();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopTimer();
        if (!ready && problem == null) {
            problem = "closed the connection instead of speaking HTTP/2";
        }
        pool.gone(this);
        connection.transportClosed();
        output.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!NetworkFailure.isOfNetwork(cause)) {
            LOG.error("local HTTP/2 connection failed", cause);
        }
        fail("broke the connection: " + NetworkFailure.reason(cause));
    }

    // ---- the connection

    @Override
    public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
        throw new IllegalStateException("servers open no streams");
    }

    @Override
    public void onSettings() {
        ready = true;
        stopTimer();
        pool.ready(this);
        closed();
    }

    @Override
    public void onPong(long payload) {
        // Nobody asks: servers of gRPC count pings that they find needless.
    }

    @Override
    public void onGoAway(ErrorCode error, String debug) {
        pool.leaving(this);
    }

    @Override
    public void onFailure(ErrorCode error, String reason) {
        problem = ready ? "broke the rules of HTTP/2: " + reason : "does not speak HTTP/2";
        closeBehindLastWord();
    }

    @Override
    public void onIdle() {
        if (connection.activeStreams() == 0) {
            closeBehindLastWord();
        }
    }

    private void fail(String why) {
        if (problem == null) {
            problem = why;
        }
        channel.close();
    }

    private void closeBehindLastWord() {
        output.flushTurn();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void closeIfIdle() {
        timer = null;
        long idle = channel.eventLoop().ticker().nanoTime() - idleSinceNanos;
        if (connection.activeStreams() > 0) {
            return;
        }
        if (idle >= LONGEST_IDLE.toNanos()) {
            pool.leaving(this);
            leave();
        } else {
            startTimer(this::closeIfIdle, LONGEST_IDLE.toNanos() - idle);
        }
    }

    private void startTimer(Runnable task, long nanos) {
        timer = channel.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
