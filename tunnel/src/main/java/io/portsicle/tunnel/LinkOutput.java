package io.portsicle.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.portsicle.tunnel.http2.ByteSink;

import org.jspecify.annotations.Nullable;

/// Gathers what an HTTP/2 connection writes in one turn of its event loop and sends it as few
/// messages of the carrier.
///
/// Small things are copied into one buffer; a large payload goes out behind it without being
/// copied. On the channel's event loop only.
public final class LinkOutput implements ByteSink, Flushable {
    private static final int FIRST_BYTES = 2048;
    private static final int MESSAGE_BYTES = 32 * 1024;
    private static final int COPIED_PAYLOAD_BYTES = 2048;

    /// What a socket gets at once that took all there was; for one that left something the mark of
    /// its channel holds. With the frames around it, it is less than four times what Linux hands to
    /// a network device at once (64 KiB, as whole segments of 1,448 or 8,948 bytes): the kernel
    /// takes no more of one write, and the little that was left would be a message of its own.
    private static final int AT_ONCE_BYTES = 240 * 1024;

    private final Channel channel;
    private final Seal seal;
    private final WriteBufferWaterMark slow;
    private final WriteBufferWaterMark quick;
    private @Nullable ByteBuf gathered;
    private int usualBytes = FIRST_BYTES;
    private boolean waitsForFlush;

    LinkOutput(Channel channel, Seal seal) {
        this.channel = channel;
        this.seal = seal;
        this.slow = channel.config().getWriteBufferWaterMark();
        this.quick = new WriteBufferWaterMark(slow.low(), Math.max(slow.high(), AT_ONCE_BYTES));
    }

    /// For HTTP/2 on the channel itself.
    public static LinkOutput bare(Channel channel) {
        return new LinkOutput(channel, Seal.BARE);
    }

    @Override
    public ByteBuf reserve(int bytes) {
        ByteBuf out = gathered;
        if (out != null && out.writerIndex() + bytes > MESSAGE_BYTES && out.isReadable()) {
            writeMessage(null);
            out = null;
        }
        if (out == null) {
            int room = seal.headRoom();
            out = channel.alloc().directBuffer(Math.max(usualBytes, room + bytes));
            out.setIndex(room, room);
            gathered = out;
        }
        out.ensureWritable(bytes);
        flushLater();
        return out;
    }

    @Override
    public void append(ByteBuf payload) {
        int size = payload.readableBytes();
        if (size <= COPIED_PAYLOAD_BYTES) {
            reserve(size).writeBytes(payload);
            payload.release();
            return;
        }
        reserve(0);
        writeMessage(payload);
    }

    @Override
    public boolean hasRoom() {
        return channel.isWritable();
    }

    /// Where the mark has just been lowered below what waits there is still room for a piece: only
    /// a channel that became unwritable tells when it is no longer.
    @Override
    public int room() {
        return hasRoom() ? (int) Math.max(1, channel.bytesBeforeUnwritable()) : 0;
    }

    @Override
    public void flushTurn() {
        waitsForFlush = false;
        ByteBuf out = gathered;
        if (out != null && out.isReadable()) {
            usualBytes = Math.max(FIRST_BYTES, Math.min(out.writerIndex(), MESSAGE_BYTES));
            writeMessage(null);
        }
        channel.flush();
        WriteBufferWaterMark mark = Unsent.bytes(channel) == 0 ? quick : slow;
        if (channel.config().getWriteBufferWaterMark() != mark) {
            channel.config().setWriteBufferWaterMark(mark);
        }
    }

    /// Gives back what will never be sent.
    public void close() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private void flushLater() {
        if (!waitsForFlush) {
            waitsForFlush = true;
            TurnFlush.of(channel.eventLoop()).add(this);
        }
    }

    private void writeMessage(@Nullable ByteBuf payload) {
        ByteBuf out = gathered;
        if (out == null) {
            throw new IllegalStateException("nothing was gathered");
        }
        gathered = null;
        seal.seal(out, payload);
        channel.write(out, channel.voidPromise());
        if (payload != null) {
            channel.write(payload, channel.voidPromise());
        }
    }
}
