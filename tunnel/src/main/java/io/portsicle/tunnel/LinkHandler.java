package io.portsicle.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Consumer;

/// Tells a link what its channel does.
final class LinkHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);

    private final Link link;
    private final Consumer<ByteBuf> carrier;

    /// `carrier` reads all of a buffer that stays the handler's.
    LinkHandler(Link link, Consumer<ByteBuf> carrier) {
        this.link = link;
        this.carrier = carrier;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf in = (ByteBuf) msg;
        try {
            carrier.accept(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        link.heard();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            link.connection().onRoom();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        link.transportClosed();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (NetworkFailure.isOfNetwork(cause)) {
            link.transportFailed(NetworkFailure.reason(cause));
            return;
        }
        LOG.atError().setCause(cause).log("a link failed by a bug of ours");
        link.broken("internal error");
    }
}
