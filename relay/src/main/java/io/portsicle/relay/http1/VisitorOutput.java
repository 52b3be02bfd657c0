package io.portsicle.relay.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.relay.connection.HalfClose;
import io.portsicle.tunnel.Flushable;
import io.portsicle.tunnel.TurnFlush;
import io.portsicle.tunnel.Unsent;

import org.jspecify.annotations.Nullable;

/// What goes to a visitor: small things are gathered in one buffer, so that a small response is one
/// write, and everything leaves at the end of the event-loop turn. On the visitor's event loop.
final class VisitorOutput implements Flushable {
    private static final int GATHERED = 2048;
    private static final int SMALL = 4096;
    private static final int LARGE = 16 * 1024;

    /// A slice pins the whole buffer that the link was read into, 256 KiB at most.
    private static final int WORTH_PINNING = 32 * 1024;

    private final SocketChannel channel;
    private @Nullable ByteBuf gathered;
    private boolean willFlush;
    private boolean isStuck;

    VisitorOutput(SocketChannel channel) {
        this.channel = channel;
    }

    /// The buffer to render small things into. What is written into it leaves with this turn.
    ByteBuf gather() {
        flushLater();
        ByteBuf out = gathered;
        if (out == null) {
            out = channel.alloc().directBuffer(GATHERED);
            gathered = out;
        }
        return out;
    }

    /// Writes a piece of a body and takes it over.
    void write(ByteBuf piece) {
        int size = piece.readableBytes();
        if (size <= SMALL) {
            gather().writeBytes(piece);
            piece.release();
            return;
        }
        flushLater();
        writeGathered();
        channel.write(isStuck && size < WORTH_PINNING ? copy(piece) : piece, channel.voidPromise());
    }

    /// Whether the visitor takes what is written; if not, more is to wait until it does.
    boolean hasRoom() {
        return channel.isWritable();
    }

    /// The visitor takes bytes again.
    void roomAgain() {
        isStuck = false;
        if (gathered != null) {
            flushLater();
        }
    }

    /// For a visitor who takes nothing, small pieces are gathered on: one buffer for each would
    /// cost many times their size.
    @Override
    public void flushTurn() {
        willFlush = false;
        if (!isStuck || channel.isWritable() || isGatheredLarge()) {
            writeGathered();
        }
        channel.flush();
        isStuck = !channel.isWritable();
    }

    /// Writes everything now.
    void flush() {
        writeGathered();
        channel.flush();
    }

    /// Sends everything and closes the connection behind it.
    void close() {
        ByteBuf last = gathered == null ? Unpooled.EMPTY_BUFFER : gathered;
        gathered = null;
        channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    /// Sends everything and says that nothing follows; then `sent` runs. The visitor's side stays
    /// open.
    void shutdown(Runnable sent) {
        ByteBuf last = gathered == null ? Unpooled.EMPTY_BUFFER : gathered;
        gathered = null;
        HalfClose.behind(last, channel, sent);
    }

    /// Bytes that were written and that the socket has not taken yet.
    long pending() {
        return Unsent.bytes(channel);
    }

    /// Drops what was not written yet.
    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private boolean isGatheredLarge() {
        return gathered != null && gathered.readableBytes() >= LARGE;
    }

    private void flushLater() {
        if (!willFlush) {
            willFlush = true;
            TurnFlush.of(channel.eventLoop()).add(this);
        }
    }

    private void writeGathered() {
        if (gathered != null) {
            ByteBuf out = gathered;
            gathered = null;
            channel.write(out, channel.voidPromise());
        }
    }

    private ByteBuf copy(ByteBuf piece) {
        ByteBuf copy = channel.alloc().directBuffer(piece.readableBytes()).writeBytes(piece);
        piece.release();
        return copy;
    }
}
