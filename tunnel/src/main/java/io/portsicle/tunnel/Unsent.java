package io.portsicle.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/// What waits for the socket of a connection. On the connection's event loop.
public final class Unsent {
    private Unsent() {}

    /// Bytes that were written and that the socket has not taken yet.
    public static long bytes(Channel channel) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }
}
