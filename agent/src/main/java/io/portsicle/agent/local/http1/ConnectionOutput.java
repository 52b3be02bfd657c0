package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.portsicle.tunnel.Flushable;
import io.portsicle.tunnel.TurnFlush;

/// What is written to a connection leaves at the end of the loop's turn. Event loop only.
final class ConnectionOutput implements Flushable {
    private final Channel channel;
    private final TurnFlush turnFlush;
    private boolean flushDue;

    ConnectionOutput(Channel channel) {
        this.channel = channel;
        this.turnFlush = TurnFlush.of(channel.eventLoop());
    }

    /// Takes ownership.
    void write(ByteBuf data) {
        channel.write(data, channel.voidPromise());
        if (!flushDue) {
            flushDue = true;
            turnFlush.add(this);
        }
    }

    /// An empty buffer for something to write.
    ByteBuf buffer(int size) {
        return channel.alloc().ioBuffer(size);
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void flushTurn() {
        flushDue = false;
        channel.flush();
    }
}
