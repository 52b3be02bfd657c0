package io.portsicle.tunnel.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The character classes of heads (RFC 9110, 5) as tables, and the scans over them. For parsers.
///
/// A scan without an end stops at the first byte outside its class and does not know where the data
/// ends: [#PADDING] zero bytes must stand behind it, and zero is in no class.
public final class FieldChars {
    /// How many zero bytes must follow the data.
    public static final int PADDING = 16;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] TOKEN = new byte[256];
    private static final byte[] HEX = new byte[256];
    private static final boolean[] TARGET = new boolean[256];
    private static final boolean[] HOST = new boolean[256];
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    static {
        for (int c = 0; c < 256; c++) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            if (letter || digit || c != 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                TOKEN[c] = (byte) (letter ? c | 0x20 : c);
            }
            HEX[c] = (byte) (c < 128 ? Character.digit(c, 16) : -1);
            TARGET[c] = c > ' ' && c < 0x7f && c != '#';
            HOST[c] = letter || digit || c == '-' || c == '.' || c == '_' || c == '~';
        }
    }

    private FieldChars() {}

    /// Puts the zeros behind the data that ends at `end`.
    public static void pad(byte[] a, int end) {
        LONG.set(a, end, 0L);
        LONG.set(a, end + Long.BYTES, 0L);
    }

    /// Eight bytes as one number, the first one lowest.
    public static long word(byte[] a, int i) {
        return (long) LONG.get(a, i);
    }

    /// The lower-case form of a byte of a token (RFC 9110, 5.6.2), or 0 for all other bytes.
    public static byte lowerTokenByte(byte b) {
        return TOKEN[b & 0xff];
    }

    /// The value of a hexadecimal digit, or -1.
    public static int hexDigit(byte b) {
        return HEX[b & 0xff];
    }

    /// The end of the token that starts at `i`; it is put in lower case on the way.
    public static int lowerToken(byte[] a, int i) {
        byte c;
        while ((c = TOKEN[a[i] & 0xff]) != 0) {
            a[i++] = c;
        }
        return i;
    }

    /// The end of the token that starts at `i`.
    public static int token(byte[] a, int i) {
        while (TOKEN[a[i] & 0xff] != 0) {
            i++;
        }
        return i;
    }

    /// The end of the request target that starts at `i`: visible ASCII without `#`.
    public static int target(byte[] a, int i) {
        while (TARGET[a[i] & 0xff]) {
            i++;
        }
        return i;
    }

    /// The end of the host name that starts at `i`, at `end` at the latest.
    static int hostName(byte[] a, int i, int end) {
        while (i < end && HOST[a[i] & 0xff]) {
            i++;
        }
        return i;
    }

    /// The end of the spaces and tabs that start at `i`.
    public static int blanks(byte[] a, int i) {
        while (a[i] == ' ' || a[i] == '\t') {
            i++;
        }
        return i;
    }

    /// Where the text that ends at `end` ends without spaces and tabs, at `start` at the earliest.
    public static int trimmed(byte[] a, int start, int end) {
        while (end > start && (a[end - 1] == ' ' || a[end - 1] == '\t')) {
            end--;
        }
        return end;
    }

    /// The end of the field value that starts at `i`: everything but control characters, tab
    /// excepted; eight at a time.
    public static int value(byte[] a, int i) {
        while (true) {
            long controls = controls(word(a, i));
            if (controls == 0) {
                i += Long.BYTES;
                continue;
            }
            i += Long.numberOfTrailingZeros(controls) / Byte.SIZE;
            if (a[i] != '\t') {
                return i;
            }
            i++;
        }
    }

    /// Whether it is a control character other than tab.
    public static boolean isControl(byte b) {
        return b >= 0 && b < ' ' && b != '\t' || b == 0x7f;
    }

    /// Whether all of it is what a field value holds: no control characters but tab.
    public static boolean isValue(byte[] a, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            if (controls(word(a, i)) != 0 && !isValueByByte(a, i, i + Long.BYTES)) {
                return false;
            }
        }
        boolean overlaps = to - from >= Long.BYTES && controls(word(a, to - Long.BYTES)) == 0;
        return overlaps || isValueByByte(a, i, to);
    }

    /// Whether all of it is a token without capitals.
    public static boolean isLowerToken(byte[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            if (a[i] == 0 || TOKEN[a[i] & 0xff] != a[i]) {
                return false;
            }
        }
        return from < to;
    }

    /// Whether all of it is a token.
    public static boolean isToken(byte[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            if (TOKEN[a[i] & 0xff] == 0) {
                return false;
            }
        }
        return from < to;
    }

    /// Whether all of it can stand in a request target.
    public static boolean isTarget(byte[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!TARGET[a[i] & 0xff]) {
                return false;
            }
        }
        return from < to;
    }

    private static boolean isValueByByte(byte[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isControl(a[i])) {
                return false;
            }
        }
        return true;
    }

    /// The high bit of each byte below a space and of each 0x7f; bits above the lowest one may be
    /// wrong.
    private static long controls(long word) {
        long deleted = word ^ 0x7f * ONES;
        return ((word - ' ' * ONES) & ~word | (deleted - ONES) & ~deleted) & HIGHS;
    }
}
