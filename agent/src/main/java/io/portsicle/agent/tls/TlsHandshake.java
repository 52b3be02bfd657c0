package io.portsicle.agent.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import java.time.Duration;
import java.util.function.Consumer;

/// Waits for the end of a handshake, says how it went, and leaves the pipeline. Event loop only.
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private final SslHandler tls;
    private final Duration timeout;
    private final Consumer<TlsOutcome> outcome;
    private boolean done;

    TlsHandshake(SslHandler tls, Duration timeout, Consumer<TlsOutcome> outcome) {
        this.tls = tls;
        this.timeout = timeout;
        this.outcome = outcome;
    }

    /// Whoever is told adds a handler behind this one, in time for the first bytes.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent end) || done) {
            return;
        }
        if (end.isSuccess()) {
            String protocol = tls.applicationProtocol();
            done = true;
            outcome.accept(new TlsOutcome.Open(protocol == null ? "" : protocol));
            ctx.pipeline().remove(this);
        } else {
            fail(ctx, TlsOutcome.of(end.cause(), timeout));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new TlsOutcome.Failed("it closed the connection during the TLS handshake"));
    }

    /// What breaks the connection ends the handshake, if nothing has ended it before.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, TlsOutcome.of(cause, timeout));
    }

    private void fail(ChannelHandlerContext ctx, TlsOutcome how) {
        if (!done) {
            done = true;
            ctx.close();
            outcome.accept(how);
        }
    }
}
