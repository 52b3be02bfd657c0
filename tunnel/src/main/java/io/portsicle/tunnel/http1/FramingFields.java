package io.portsicle.tunnel.http1;

import io.portsicle.tunnel.message.FieldChars;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// What the fields of one head say about the length of its body and the life of its connection.
final class FramingFields {
    private static final long ABSENT = -1;
    private static final byte[] CHUNKED = {'c', 'h', 'u', 'n', 'k', 'e', 'd'};
    private static final byte[] CLOSE = {'c', 'l', 'o', 's', 'e'};
    private static final byte[] KEEP_ALIVE = {'k', 'e', 'e', 'p', '-', 'a', 'l', 'i', 'v', 'e'};

    private long length;
    private boolean chunked;
    private boolean close;
    private boolean keepAlive;

    FramingFields() {
        reset();
    }

    void reset() {
        length = ABSENT;
        chunked = false;
        close = false;
        keepAlive = false;
    }

    /// Takes a Content-Length: digits only, once.
    @Nullable Http1Problem contentLength(byte[] a, int from, int to) {
        if (length != ABSENT) {
            return Http1Problem.BAD_CONTENT_LENGTH;
        }
        length = Fields.decimal(a, from, to);
        return length < 0 ? Http1Problem.BAD_CONTENT_LENGTH : null;
    }

    /// Takes a Transfer-Encoding: exactly `chunked`, once.
    @Nullable Http1Problem transferEncoding(byte[] a, int from, int to) {
        if (chunked || !is(a, from, to, CHUNKED)) {
            return Http1Problem.BAD_TRANSFER_ENCODING;
        }
        chunked = true;
        return null;
    }

    /// Takes the options of a Connection field, which is a list.
    void connection(byte[] a, int from, int to) {
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || a[i] == ',') {
                int first = Math.min(FieldChars.blanks(a, start), i);
                option(a, first, FieldChars.trimmed(a, first, i));
                start = i + 1;
            }
        }
    }

    /// What is wrong with the framing as a whole, or null.
    @Nullable Http1Problem problem(boolean http10) {
        if (!chunked) {
            return null;
        }
        if (http10) {
            return Http1Problem.BAD_TRANSFER_ENCODING;
        }
        return length == ABSENT ? null : Http1Problem.TWO_FRAMINGS;
    }

    /// The framing that the fields name, or `otherwise` when they name none.
    BodyFraming framing(BodyFraming otherwise) {
        if (chunked) {
            return BodyFraming.CHUNKED;
        }
        return length == ABSENT ? otherwise : new BodyFraming.Length(length);
    }

    /// Whether the fields announce bytes of a body.
    boolean announcesBody() {
        return chunked || length > 0;
    }

    boolean hasLength() {
        return length != ABSENT;
    }

    boolean lengthIs(long other) {
        return length == other;
    }

    /// Whether the connection lives on (RFC 9112, 9.3).
    boolean isKeepAlive(boolean http10) {
        return !close && (!http10 || keepAlive);
    }

    private void option(byte[] a, int from, int to) {
        if (is(a, from, to, CLOSE)) {
            close = true;
        } else if (is(a, from, to, KEEP_ALIVE)) {
            keepAlive = true;
        }
    }

    private static boolean is(byte[] a, int from, int to, byte[] lowerCase) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (FieldChars.lowerTokenByte(a[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }
}
