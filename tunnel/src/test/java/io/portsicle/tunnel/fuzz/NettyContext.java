package io.portsicle.tunnel.fuzz;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

/// What Netty's decoders want beside the bytes. They ask it for buffers only, which are in the heap
/// here: those need no pool and cannot leak.
public final class NettyContext {
    private NettyContext() {}

    /// A context of a channel that nothing is written to; on one thread.
    public static ChannelHandlerContext create() {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        channel.config().setAllocator(new UnpooledByteBufAllocator(false));
        return channel.pipeline().firstContext();
    }
}
