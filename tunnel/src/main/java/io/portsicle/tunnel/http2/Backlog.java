package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/// What a stream has to send and can't send yet. Most streams never have anything here, so it costs
/// nothing until then. Link's event loop only.
final class Backlog {
    private @Nullable ArrayDeque<ByteBuf> pieces;
    private int bytes;

    /// Takes ownership.
    void add(ByteBuf piece) {
        if (pieces == null) {
            pieces = new ArrayDeque<>();
        }
        pieces.add(piece);
        bytes += piece.readableBytes();
    }

    boolean isEmpty() {
        return pieces == null || pieces.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    /// The first piece, which stays here.
    @Nullable ByteBuf peek() {
        return pieces == null ? null : pieces.peek();
    }

    /// The first piece, or its first `max` bytes; the caller owns it.
    ByteBuf take(int max) {
        if (pieces == null) {
            throw new IllegalStateException("nothing waits");
        }
        ByteBuf first = pieces.element();
        int size = Math.min(first.readableBytes(), max);
        bytes -= size;
        return size < first.readableBytes() ? first.readRetainedSlice(size) : pieces.remove();
    }

    void clear() {
        if (pieces != null) {
            pieces.forEach(ByteBuf::release);
            pieces = null;
        }
        bytes = 0;
    }
}
