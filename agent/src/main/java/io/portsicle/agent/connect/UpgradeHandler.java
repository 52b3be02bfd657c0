package io.portsicle.agent.connect;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.portsicle.agent.dial.ConnectFailure;
import io.portsicle.agent.tls.TlsOutcome;
import io.portsicle.tunnel.NetworkFailure;
import io.portsicle.tunnel.http1.Http1Limits;
import io.portsicle.tunnel.http1.Http1ResponseParser;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Asks for the tunnel on an open connection, says how that went, and leaves the pipeline. Event
/// loop only.
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeHandler.class);
    private static final String ANSWER = "answer to the upgrade";
    private static final int TYPICAL_REQUEST = 512;

    private final UpgradeRequest request;
    private final ConnectTimeouts timeouts;
    private final Consumer<UpgradeOutcome> outcome;
    private final Http1ResponseParser parser = new Http1ResponseParser(Http1Limits.DEFAULT);
    private @Nullable ByteBuf unread;
    private @Nullable Future<?> timeout;
    private boolean done;

    UpgradeHandler(
            UpgradeRequest request, ConnectTimeouts timeouts, Consumer<UpgradeOutcome> outcome) {
        this.request = request;
        this.timeouts = timeouts;
        this.outcome = outcome;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            ask(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ask(ctx);
            } else {
                fail(ctx, tlsReason(handshake.cause()));
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = join(ctx, (ByteBuf) message);
        if (done) {
            in.release();
            return;
        }
        switch (parser.parse(in)) {
            case INCOMPLETE -> unread = in;
            case INVALID -> {
                in.release();
                finish(ctx, new UpgradeOutcome.NotARelay("it does not answer in HTTP"));
            }
            case COMPLETE -> answered(ctx, in);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, "it closed the connection without an answer");
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!NetworkFailure.isOfNetwork(cause)) {
            LOG.error("upgrade failed", cause);
        }
        fail(ctx, NetworkFailure.reason(cause));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (unread != null) {
            unread.release();
            unread = null;
        }
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    private void ask(ChannelHandlerContext ctx) {
        ByteBuf out = ctx.alloc().ioBuffer(TYPICAL_REQUEST);
        request.write(out);
        ctx.writeAndFlush(out, ctx.voidPromise());
        Duration limit = timeouts.upgradeAnswer();
        timeout =
                ctx.executor()
                        .schedule(
                                () -> fail(ctx, ConnectFailure.late(ANSWER, limit)),
                                limit.toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    private ByteBuf join(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf before = unread;
        unread = null;
        return before == null
                ? in
                : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, in);
    }

    private void answered(ChannelHandlerContext ctx, ByteBuf in) {
        if (parser.isInterim()) {
            parser.reset();
            channelRead(ctx, in);
            return;
        }
        UpgradeOutcome answer =
                UpgradeAnswer.read(
                        parser.status(), parser.fields(), request.expectedAccept(), ctx.channel());
        if (answer instanceof UpgradeOutcome.Accepted) {
            handOver(ctx, answer, in);
            return;
        }
        in.release();
        finish(ctx, answer);
    }

    /// The link's handler is added behind this one, so what was read already goes to it from here:
    /// a fire from the head of the pipeline would pass TLS a second time.
    private void handOver(ChannelHandlerContext ctx, UpgradeOutcome accepted, ByteBuf rest) {
        done = true;
        outcome.accept(accepted);
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest);
        } else {
            rest.release();
        }
        ctx.pipeline().remove(this);
    }

    private void fail(ChannelHandlerContext ctx, String reason) {
        finish(ctx, new UpgradeOutcome.Unavailable(reason));
    }

    private void finish(ChannelHandlerContext ctx, UpgradeOutcome end) {
        if (!done) {
            done = true;
            ctx.close();
            outcome.accept(end);
        }
    }

    private String tlsReason(Throwable cause) {
        return switch (TlsOutcome.of(cause, timeouts.tlsHandshake())) {
            case TlsOutcome.Open open -> throw new IllegalStateException("no reason", cause);
            case TlsOutcome.Untrusted(String reason) -> "TLS failed: " + reason;
            case TlsOutcome.NoCommonProtocol none -> "TLS failed: it does not speak HTTP/1.1";
            case TlsOutcome.Failed(String reason) -> reason;
        };
    }
}
