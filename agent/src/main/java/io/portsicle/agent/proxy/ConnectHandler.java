package io.portsicle.agent.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.portsicle.agent.dial.ConnectFailure;
import io.portsicle.tunnel.NetworkFailure;
import io.portsicle.tunnel.http1.Http1Limits;
import io.portsicle.tunnel.http1.Http1ResponseParser;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Asks a proxy for a tunnel on an open connection, says how that went, and leaves the pipeline.
/// Event loop only.
final class ConnectHandler extends ByteToMessageDecoder {
    private final ConnectRequest request;
    private final Duration limit;
    private final Consumer<ProxyOutcome> outcome;
    private final Http1ResponseParser parser = new Http1ResponseParser(Http1Limits.DEFAULT);
    private @Nullable Future<?> timeout;
    private boolean done;

    ConnectHandler(ConnectRequest request, Duration limit, Consumer<ProxyOutcome> outcome) {
        this.request = request;
        this.limit = limit;
        this.outcome = outcome;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(request.bytes()), ctx.voidPromise());
        timeout = ctx.executor().schedule(() -> late(ctx), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (done) {
            in.skipBytes(in.readableBytes());
            return;
        }
        switch (parser.parse(in)) {
            case INCOMPLETE -> {}
            case INVALID -> fail(ctx, "does not answer in HTTP");
            case COMPLETE -> answered(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        fail(ctx, "closed the connection without an answer");
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, "broke the connection (%s)".formatted(NetworkFailure.reason(cause)));
    }

    private void late(ChannelHandlerContext ctx) {
        String what = "answer to CONNECT from the proxy " + request.proxy();
        finish(ctx, new ProxyOutcome.Failed(ConnectFailure.late(what, limit)));
    }

    /// The answer of an open tunnel has no body, whatever its fields say (RFC 9110, 9.3.6): the
    /// bytes behind it, which the decoder hands on when it is removed, are the other end's.
    private void answered(ChannelHandlerContext ctx) {
        if (parser.isInterim()) {
            parser.reset();
            return;
        }
        ProxyOutcome answer = ProxyAnswer.read(parser.status(), request);
        if (answer instanceof ProxyOutcome.Open) {
            done = true;
            outcome.accept(answer);
            ctx.pipeline().remove(this);
        } else {
            finish(ctx, answer);
        }
    }

    private void fail(ChannelHandlerContext ctx, String what) {
        finish(ctx, ProxyAnswer.failed(request, what));
    }

    private void finish(ChannelHandlerContext ctx, ProxyOutcome failure) {
        if (!done) {
            done = true;
            ctx.close();
            outcome.accept(failure);
        }
    }
}
