package io.portsicle.relay.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Tells an HTTP/2 visitor what its socket does.
final class Http2VisitorHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Http2VisitorHandler.class);

    private final Http2Visitor visitor;

    Http2VisitorHandler(Http2Visitor visitor) {
        this.visitor = visitor;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf bytes = (ByteBuf) msg;
        try {
            visitor.received(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            visitor.roomAgain();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
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
