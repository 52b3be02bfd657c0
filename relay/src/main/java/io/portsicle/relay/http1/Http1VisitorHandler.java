package io.portsicle.relay.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Tells a visitor what its socket does.
final class Http1VisitorHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Http1VisitorHandler.class);

    private final Http1Visitor visitor;

    Http1VisitorHandler(Http1Visitor visitor) {
        this.visitor = visitor;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        visitor.received((ByteBuf) msg);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        visitor.writabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            visitor.inputEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        visitor.gone();
    }

    /// A connection that closes just when it leaves its event loop loses its handlers before they
    /// hear of it.
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        visitor.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) { // a reset by the visitor is one
            LOG.atError().setCause(cause).log("a visitor's connection failed by a bug of ours");
        }
        ctx.close();
    }
}
