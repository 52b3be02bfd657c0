package io.portsicle.tunnel;

import io.netty.buffer.ByteBuf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
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
    static final int MAX_CONTROL_BYTES = 125;
    static final int LARGEST_HEADER_BYTES = 14;

    static final int NORMAL_CLOSURE = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED_DATA = 1003;

    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private WebSocketFrame() {}

    /// XORs bytes from `start` to `end` with a mask whose first byte belongs to `start`.
    static void mask(ByteBuf bytes, int start, int end, int mask) {
        if (bytes.nioBufferCount() == 1) {
            mask(bytes.internalNioBuffer(start, end - start), mask);
            return;
        }
        for (int at = start, shift = 24; at < end; at++, shift = shift == 0 ? 24 : shift - 8) {
            bytes.setByte(at, bytes.getByte(at) ^ mask >>> shift);
        }
    }

    /// Eight bytes at a time, in a form that the JIT makes vector instructions of: through
    /// `ByteBuf` it costs 15 times as much.
    private static void mask(ByteBuffer bytes, int mask) {
        int at = bytes.position();
        int end = bytes.limit();
        int native32 =
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? mask : Integer.reverseBytes(mask);
        long wide = (long) native32 << 32 | native32 & 0xFFFF_FFFFL;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ wide);
        }
        for (int shift = 24; at < end; at++, shift = shift == 0 ? 24 : shift - 8) {
            bytes.put(at, (byte) (bytes.get(at) ^ mask >>> shift));
        }
    }

    /// The mask as it applies to the byte `offset` bytes behind its first.
    static int rotate(int mask, int offset) {
        return Integer.rotateLeft(mask, (offset & 3) * Byte.SIZE);
    }
}
