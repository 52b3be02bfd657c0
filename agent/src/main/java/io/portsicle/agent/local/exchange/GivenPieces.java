package io.portsicle.agent.local.exchange;

import io.netty.buffer.ByteBuf;

import java.util.ArrayDeque;

/// The first pieces of a body that were given away and may be needed again: all of them as long as
/// they are few, then none. Event loop only.
final class GivenPieces {
    static final int MAX_BYTES = 64 * 1024;

    private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(2);
    private int bytes;
    private boolean tooMany;

    /// Keeps a piece that is about to be given away; it stays the caller's.
    void keep(ByteBuf piece) {
        bytes += tooMany ? 0 : piece.readableBytes();
        if (bytes <= MAX_BYTES && !tooMany) {
            pieces.add(piece.retainedDuplicate());
        } else {
            tooMany = true;
            release();
        }
    }

    /// Whether all that was given away is here.
    boolean isWhole() {
        return !tooMany;
    }

    void giveAgain(BodySink to) {
        pieces.forEach(piece -> to.data(piece.retainedDuplicate()));
    }

    void release() {
        pieces.forEach(ByteBuf::release);
        pieces.clear();
    }
}
