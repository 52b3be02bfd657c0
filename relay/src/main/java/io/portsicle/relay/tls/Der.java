package io.portsicle.relay.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The little of DER (ITU-T X.690) that it takes to put one key format into another.
final class Der {
    /// The number 0.
    static final byte[] ZERO = {0x02, 0x01, 0x00};

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int LONG_LENGTH = 0x80;

    private Der() {}

    /// The values one behind the other, as one value.
    static byte[] sequence(byte[]... values) {
        ByteArrayOutputStream inside = new ByteArrayOutputStream();
        for (byte[] value : values) {
            inside.writeBytes(value);
        }
        return value(SEQUENCE, inside.toByteArray());
    }

    /// Bytes as a value.
    static byte[] octetString(byte[] bytes) {
        return value(OCTET_STRING, bytes);
    }

    /// The first value inside a value, with its tag and length.
    ///
    /// @throws IllegalArgumentException where there is none
    static byte[] firstInside(byte[] value) {
        int start = contentStart(value, 0);
        int content = contentStart(value, start);
        int end = content + length(value, start);
        if (end > value.length) {
            throw new IllegalArgumentException("DER ends within a value");
        }
        return Arrays.copyOfRange(value, start, end);
    }

    private static byte[] value(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int size = content.length;
        if (size < LONG_LENGTH) {
            out.write(size);
        } else if (size < 1 << 8) {
            out.write(LONG_LENGTH | 1);
            out.write(size);
        } else if (size < 1 << 16) {
            out.write(LONG_LENGTH | 2);
            out.write(size >> 8);
            out.write(size);
        } else {
            throw new IllegalArgumentException(
                    "a value of %d bytes (expected: < 64 KiB)".formatted(size));
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static int contentStart(byte[] bytes, int at) {
        return at + 2 + lengthBytes(bytes, at);
    }

    private static int length(byte[] bytes, int at) {
        int first = byteAt(bytes, at + 1);
        if (first < LONG_LENGTH) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < lengthBytes(bytes, at); i++) {
            length = length << 8 | byteAt(bytes, at + 2 + i);
        }
        return length;
    }

    /// How many bytes the length has behind its first one.
    private static int lengthBytes(byte[] bytes, int at) {
        int first = byteAt(bytes, at + 1);
        int more = first < LONG_LENGTH ? 0 : first - LONG_LENGTH;
        if (more > 2) {
            throw new IllegalArgumentException("a DER value of more than 64 KiB");
        }
        return more;
    }

    private static int byteAt(byte[] bytes, int at) {
        if (at >= bytes.length) {
            throw new IllegalArgumentException("DER ends within a value");
        }
        return bytes[at] & 0xff;
    }
}
