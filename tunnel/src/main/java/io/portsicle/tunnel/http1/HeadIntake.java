package io.portsicle.tunnel.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.message.FieldChars;
import io.portsicle.tunnel.message.Fields;

/// Copies the bytes of a head from the network into the array of its [Fields], each byte once,
/// however slowly they come.
///
/// It copies in pieces, since a large body may stand behind a small head.
final class HeadIntake {
    private static final int FIRST_PIECE = 2048;

    private final int limit;
    private int end;

    HeadIntake(int limit) {
        this.limit = limit;
    }

    /// Copies what is there and was not copied yet; false when that is nothing. The reader index of
    /// `in` must stand where the head begins, and stays.
    boolean take(ByteBuf in, Fields into) {
        int length = Math.min(in.readableBytes(), limit) - end;
        if (length <= 0) {
            return false;
        }
        length = Math.min(length, Math.max(FIRST_PIECE, end));
        into.unreserve(end);
        into.reserve(length + FieldChars.PADDING);
        byte[] a = into.bytes();
        in.getBytes(in.readerIndex() + end, a, end, length);
        end += length;
        FieldChars.pad(a, end);
        return true;
    }

    /// Where the copied bytes end.
    int end() {
        return end;
    }

    /// Whether the limit is reached.
    boolean isFull() {
        return end == limit;
    }

    void reset() {
        end = 0;
    }
}
