package io.portsicle.relay.ingress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import org.jspecify.annotations.Nullable;

/// Waits for the end of the TLS handshake, and then makes way for what speaks the protocol that was
/// agreed on. Whoever is in a handshake counts as a visitor, so that a relay which closes waits for
/// it.
///
/// One for each connection; on its event loop.
final class ProtocolChoice extends ChannelInboundHandlerAdapter {
    private final Headcount visitors;
    private final Choice choice;

    /// Puts the handler for a protocol of ALPN, null where none was agreed on, into the pipeline.
    interface Choice {
        void made(ChannelHandlerContext ctx, @Nullable String protocol);
    }

    ProtocolChoice(Headcount visitors, Choice choice) {
        this.visitors = visitors;
        this.choice = choice;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        visitors.enter();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        visitors.leave();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            choice.made(ctx, ctx.pipeline().get(SslHandler.class).applicationProtocol());
            ctx.pipeline().remove(this);
        }
    }

    /// Before the handshake ends there is nobody to be told of anything.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
