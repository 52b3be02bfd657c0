package io.portsicle.tunnel.fuzz;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;

/// What one reader saw, as bytes: cheap to write, and to compare. Reused for the next input.
public final class Transcript {
    private static final int MOST_PRINTED = 2_000;

    private byte[] a = new byte[256];
    private int length;

    public void clear() {
        length = 0;
    }

    public int length() {
        return length;
    }

    /// Begins an entry.
    public Transcript mark(char kind) {
        return put('\n').put(kind);
    }

    public Transcript number(long number) {
        put(' ');
        if (number < 0 || number > 9) {
            return text(Long.toString(number));
        }
        return put((int) ('0' + number));
    }

    public Transcript text(CharSequence text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            a[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /// The text with capitals of ASCII put in lower case.
    public Transcript lower(CharSequence text) {
        int from = length;
        text(text);
        for (int i = from; i < length; i++) {
            if (a[i] >= 'A' && a[i] <= 'Z') {
                a[i] |= 0x20;
            }
        }
        return this;
    }

    public Transcript bytes(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, a, length, to - from);
        length += to - from;
        return this;
    }

    /// The readable bytes, which stay readable.
    public Transcript bytes(ByteBuf bytes) {
        int size = bytes.readableBytes();
        room(size);
        bytes.getBytes(bytes.readerIndex(), a, length, size);
        length += size;
        return this;
    }

    public Transcript all(Transcript other) {
        return bytes(other.a, 0, other.length);
    }

    /// Makes one space of all blanks in a row that were written behind `from`, and none of those at
    /// the end.
    public void joinBlanks(int from) {
        int to = from;
        for (int i = from; i < length; i++) {
            boolean blank = a[i] == ' ' || a[i] == '\t';
            if (!blank || to > from && a[to - 1] != ' ') {
                a[to++] = blank ? (byte) ' ' : a[i];
            }
        }
        length = to > from && a[to - 1] == ' ' ? to - 1 : to;
    }

    /// Whether both hold the same.
    public boolean matches(Transcript other) {
        return length == other.length && startsWith(other);
    }

    /// Whether this begins with all of the other.
    public boolean startsWith(Transcript other) {
        return length >= other.length
                && Arrays.equals(a, 0, other.length, other.a, 0, other.length);
    }

    @Override
    public String toString() {
        return readable(a, length);
    }

    static String readable(byte[] a, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(length, MOST_PRINTED); i++) {
            int c = a[i] & 0xff;
            switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\\' -> text.append("\\\\");
                default -> {
                    if (c < ' ' || c > '~') {
                        text.append("\\x%02x".formatted(c));
                    } else {
                        text.append((char) c);
                    }
                }
            }
        }
        return length > MOST_PRINTED ? text + " and more, of " + length : text.toString();
    }

    private Transcript put(int b) {
        room(1);
        a[length++] = (byte) b;
        return this;
    }

    private void room(int size) {
        if (a.length - length < size) {
            a = Arrays.copyOf(a, Math.max(a.length * 2, length + size));
        }
    }
}
