package io.portsicle.tunnel;

import static io.portsicle.tunnel.WebSocketFrame.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;

/// Makes binary WebSocket messages (RFC 6455, 5.2); those of the side that dialled are masked
/// (5.3). Link's event loop only.
final class WebSocketSeal implements Seal {
    private static final int MASK_BYTES = 4;
    private static final int RANDOM_BYTES = 1024;

    private final @Nullable Masks masks;

    private WebSocketSeal(@Nullable Masks masks) {
        this.masks = masks;
    }

    /// The seal of the side that dialled.
    static WebSocketSeal masking() {
        return new WebSocketSeal(new Masks());
    }

    /// The seal of the side that was dialled.
    static WebSocketSeal plain() {
        return new WebSocketSeal(null);
    }

    @Override
    public int headRoom() {
        return LARGEST_HEADER_BYTES;
    }

    @Override
    public void seal(ByteBuf first, @Nullable ByteBuf second) {
        seal(first, second, BINARY);
    }

    @Override
    public ByteBuf farewell(ByteBufAllocator alloc) {
        return control(alloc, CLOSE, Unpooled.buffer(2).writeShort(NORMAL_CLOSURE));
    }

    /// A control frame of its own (RFC 6455, 5.5). The caller owns it; `payload` stays the
    /// caller's.
    ByteBuf control(ByteBufAllocator alloc, int opcode, ByteBuf payload) {
        ByteBuf frame = alloc.buffer(LARGEST_HEADER_BYTES + MAX_CONTROL_BYTES);
        frame.setIndex(LARGEST_HEADER_BYTES, LARGEST_HEADER_BYTES).writeBytes(payload);
        seal(frame, null, opcode);
        return frame;
    }

    private void seal(ByteBuf first, @Nullable ByteBuf second, int opcode) {
        int firstSize = first.readableBytes();
        int secondSize = second == null ? 0 : second.readableBytes();
        int start = first.readerIndex();
        if (masks == null) {
            writeHeader(first, start, opcode, firstSize + secondSize, 0);
            return;
        }
        int mask = masks.next();
        WebSocketFrame.mask(first, start, first.writerIndex(), mask);
        if (second != null) {
            int rotated = rotate(mask, firstSize);
            WebSocketFrame.mask(second, second.readerIndex(), second.writerIndex(), rotated);
        }
        first.setInt(start - MASK_BYTES, mask);
        writeHeader(first, start - MASK_BYTES, opcode, firstSize + secondSize, MASKED);
    }

    private static void writeHeader(ByteBuf out, int end, int opcode, int size, int masked) {
        int start;
        if (size < LENGTH_16) {
            start = end - 2;
            out.setByte(start + 1, masked | size);
        } else if (size <= 0xFFFF) {
            start = end - 4;
            out.setByte(start + 1, masked | LENGTH_16);
            out.setShort(start + 2, size);
        } else {
            start = end - 10;
            out.setByte(start + 1, masked | LENGTH_64);
            out.setLong(start + 2, size);
        }
        out.setByte(start, FIN | opcode);
        out.readerIndex(start);
    }

    /// Unpredictable masks (RFC 6455, 5.3), taken from the system's source in blocks.
    private static final class Masks {
        private final SecureRandom random = new SecureRandom();
        private final byte[] block = new byte[RANDOM_BYTES];
        private int used = RANDOM_BYTES;

        int next() {
            if (used == RANDOM_BYTES) {
                random.nextBytes(block);
                used = 0;
            }
            int mask =
                    block[used] << 24
                            | (block[used + 1] & 0xFF) << 16
                            | (block[used + 2] & 0xFF) << 8
                            | block[used + 3] & 0xFF;
            used += MASK_BYTES;
            return mask;
        }
    }
}
