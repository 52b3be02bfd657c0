package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import org.jspecify.annotations.Nullable;

/// A header block that comes in more than one frame: HEADERS and its CONTINUATIONs (RFC 9113,
/// 6.10). It is bounded while it arrives, in bytes and in frames. Link's event loop only.
final class HeaderBlock {
    private static final int MAX_CONTINUATIONS = 64;

    private final ByteBufAllocator alloc;
    private final int maxBytes;
    private @Nullable ByteBuf bytes;
    private int streamId;
    private boolean endsStream;
    private int continuations;

    HeaderBlock(ByteBufAllocator alloc, int maxBytes) {
        this.alloc = alloc;
        this.maxBytes = maxBytes;
    }

    /// Begins with the fragment of a HEADERS frame, which is copied.
    void start(int ofStream, boolean itEndsStream, ByteBuf fragment) {
        streamId = ofStream;
        endsStream = itEndsStream;
        continuations = 0;
        bytes = alloc.heapBuffer(fragment.readableBytes() * 2).writeBytes(fragment);
    }

    /// Adds the fragment of a CONTINUATION, which is copied; false when the block is too large.
    boolean add(ByteBuf fragment) {
        ByteBuf whole = open();
        if (++continuations > MAX_CONTINUATIONS
                || whole.readableBytes() + fragment.readableBytes() > maxBytes) {
            return false;
        }
        whole.writeBytes(fragment);
        return true;
    }

    /// The last fragment came: tells the listener.
    void finish(FrameListener listener) {
        ByteBuf whole = open();
        bytes = null;
        listener.onHeaders(streamId, whole, endsStream);
        whole.release();
    }

    /// Whether a block has begun and not ended.
    boolean isOpen() {
        return bytes != null;
    }

    /// Whether a frame of this stream may follow.
    boolean isOf(int stream) {
        return streamId == stream;
    }

    void clear() {
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }

    private ByteBuf open() {
        if (bytes == null) {
            throw new IllegalStateException("no header block has begun");
        }
        return bytes;
    }
}
