package io.portsicle.relay.ingress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.portsicle.relay.connection.Sweep;
import io.portsicle.relay.connection.Swept;
import io.portsicle.relay.visitor.Reception;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Waits for the end of the TLS handshake, and then makes way for what speaks the protocol that was
/// agreed on. Whoever is in a handshake is a visitor already: a relay that closes waits for it, but
/// not for long.
///
/// One for each connection; on its event loop, which it does not leave before.
final class ProtocolChoice extends ChannelInboundHandlerAdapter implements Swept {
    private final Reception reception;
    private final Channel channel;
    private final Sweep sweep;
    private final Choice choice;
    private Optional<Integer> hurriedSince = Optional.empty();
    private int sweepSlot = NOWHERE;

    /// Puts the handler for a protocol of ALPN, null where none was agreed on, into the pipeline.
    interface Choice {
        void made(@Nullable String protocol);
    }

    ProtocolChoice(Reception reception, Channel channel, Choice choice) {
        this.reception = reception;
        this.channel = channel;
        this.sweep = reception.sweep(channel.eventLoop());
        this.choice = choice;
        if (reception.isClosing()) {
            relayDrains();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        reception.connections().visitors().enter();
        sweep.join(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        reception.connections().visitors().leave();
        sweep.leave(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            choice.made(ctx.pipeline().get(SslHandler.class).applicationProtocol());
            ctx.pipeline().remove(this);
        }
    }

    /// Before the handshake ends there is nobody to be told of anything.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /// The handshake has a timeout of its own, but for the last moments of a relay.
    @Override
    public void second() {
        long patience = reception.limits().lastRequestTimeout().toSeconds();
        if (hurriedSince.filter(since -> sweep.seconds() - since >= patience).isPresent()) {
            channel.close();
        }
    }

    @Override
    public void relayDrains() {
        hurriedSince = Optional.of(sweep.seconds());
    }

    @Override
    public void relayCloses() {
        channel.close();
    }

    @Override
    public int sweepSlot() {
        return sweepSlot;
    }

    @Override
    public void sweepSlot(int slot) {
        sweepSlot = slot;
    }
}
