package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Keeps what a connection writes.
class KeptBytes implements ByteSink {
    final ByteBuf out = Unpooled.buffer();
    int room = Integer.MAX_VALUE;

    @Override
    public ByteBuf reserve(int bytes) {
        return out.ensureWritable(bytes);
    }

    @Override
    public void append(ByteBuf payload) {
        out.writeBytes(payload);
        payload.release();
    }

    @Override
    public int room() {
        return room;
    }
}
