package io.portsicle.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The frame layout of WebSocket (RFC 6455, 5.2).
final class WebSocketFrame {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    static final int FIN = 0x80;
    static final int RSV = 0x70;
    static final int OPCODE = 0x0F;
    static final int MASKED = 0x80;
    static final int LENGTH_7 = 0x7F;
    static final int LENGTH_16 = 126;
    static final int LENGTH_64 = 127;
    static final int LARGEST_16 = 0xFFFF;
    static final int MAX_CONTROL_BYTES = 125;
    static final int LARGEST_HEADER_BYTES = 14;

    static final int NORMAL_CLOSURE = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED_DATA = 1003;

    private static final int BLOCK_BYTES = 8 * 1024;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final FastThreadLocal<byte[]> BLOCK =
            new FastThreadLocal<>() {
                @Override
                protected byte[] initialValue() {
                    return new byte[BLOCK_BYTES];
                }
            };

    private WebSocketFrame() {}

    /// Whether a close frame may say this status (RFC 6455, 7.4, with the codes that were
    /// registered since): not what no endpoint sends, not what nobody has defined.
    static boolean isStatus(int code) {
        return code >= 1000 && code <= 1003
                || code >= 1007 && code <= 1014
                || code >= 3000 && code <= 4999;
    }

    /// XORs bytes from `start` to `end` with a mask whose first byte belongs to `start`.
    ///
    /// The bytes go through an array, block by block: only there does the JIT make vector
    /// instructions of the loop whatever buffers it has seen, and that is worth both copies.
    static void mask(ByteBuf bytes, int start, int end, int mask) {
        byte[] block = BLOCK.get();
        for (int at = start; at < end; at += BLOCK_BYTES) {
            int size = Math.min(BLOCK_BYTES, end - at);
            bytes.getBytes(at, block, 0, size);
            mask(block, size, mask);
            bytes.setBytes(at, block, 0, size);
        }
    }

    private static void mask(byte[] block, int size, int mask) {
        long wide = (long) mask << 32 | mask & 0xFFFF_FFFFL;
        long inOrder =
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? wide : Long.reverseBytes(wide);
        int at = 0;
        for (; at <= size - Long.BYTES; at += Long.BYTES) {
            LONGS.set(block, at, (long) LONGS.get(block, at) ^ inOrder);
        }
        for (int shift = 24; at < size; at++, shift = shift == 0 ? 24 : shift - 8) {
            block[at] ^= (byte) (mask >>> shift);
        }
    }

    /// The mask as it applies to the byte `offset` bytes behind its first.
    static int rotate(int mask, int offset) {
        return Integer.rotateLeft(mask, (offset & 3) * Byte.SIZE);
    }
}
