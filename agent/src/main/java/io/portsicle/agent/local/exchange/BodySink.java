package io.portsicle.agent.local.exchange;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// Where the bytes of a visitor go. Event loop only.
public interface BodySink {
    /// Takes a piece, which is not empty, and owns it.
    void data(ByteBuf piece);

    /// Nothing follows; `trailers` may be the last word.
    void end(@Nullable Fields trailers);

    /// Whether more is welcome. What is written all the same is kept.
    boolean isWritable();
}
