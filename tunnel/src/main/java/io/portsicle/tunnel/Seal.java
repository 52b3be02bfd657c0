package io.portsicle.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

/// Makes one message of a carrier out of bytes that are ready to go. Link's event loop only.
interface Seal {
    /// Bytes to leave free in front of the first part.
    int headRoom();

    /// Writes the carrier's framing into the room in front of `first`, whose reader index then
    /// marks the start of the message; `second` follows it in the same message. Both may be changed
    /// in place.
    void seal(ByteBuf first, @Nullable ByteBuf second);

    /// The carrier's last word, which the caller owns; empty where it has none.
    ByteBuf farewell(ByteBufAllocator alloc);

    /// HTTP/2 on the bare connection, as PTTH has it: nothing to add.
    Seal BARE =
            new Seal() {
                @Override
                public int headRoom() {
                    return 0;
                }

                @Override
                public void seal(ByteBuf first, @Nullable ByteBuf second) {}

                @Override
                public ByteBuf farewell(ByteBufAllocator alloc) {
                    return Unpooled.EMPTY_BUFFER;
                }
            };
}
