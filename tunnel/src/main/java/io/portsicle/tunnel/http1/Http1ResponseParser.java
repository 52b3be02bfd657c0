package io.portsicle.tunnel.http1;

import io.portsicle.tunnel.message.FieldChars;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// Parses the heads of a local server's responses. More patient than [Http1RequestParser], since
/// servers of all ages stand behind a tunnel: LF alone ends a line, folded lines are joined, blanks
/// before a colon go, equal Content-Length values count once. What leaves the length of the body in
/// doubt is refused all the same.
///
/// The fields of a complete head are `:status`, then the lines in their order. One per connection,
/// reused; on the connection's event loop.
public final class Http1ResponseParser extends HeadParser {
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int STATUS_START = 9;
    private static final int STATUS_END = 12;
    private static final int MAX_EMPTY_LINES = 4;

    private boolean http10;
    private int status;

    public Http1ResponseParser(Http1Limits limits) {
        super(limits, MAX_EMPTY_LINES);
    }

    /// The status code, 100 to 999.
    public int status() {
        return status;
    }

    /// Whether another head follows for the same request: 1xx, but not 101, which ends HTTP/1.1 on
    /// this connection.
    public boolean isInterim() {
        return status < 200 && status != SWITCHING_PROTOCOLS;
    }

    /// Whether the connection can carry another request once the body is read; a body that lasts
    /// until the close of the connection ends it whatever this says.
    public boolean isKeepAlive() {
        boolean bodyWithoutRoom =
                (status < 200 || status == NO_CONTENT) && framingFields.announcesBody();
        return framingFields.isKeepAlive(http10) && !bodyWithoutRoom;
    }

    /// How the body is delimited (RFC 9112, 6.3); `answersHead` says that the request was HEAD.
    public BodyFraming framing(boolean answersHead) {
        if (answersHead || status < 200 || status == NO_CONTENT || status == NOT_MODIFIED) {
            return BodyFraming.NONE;
        }
        return framingFields.framing(BodyFraming.UNTIL_CLOSE);
    }

    @Override
    public void reset() {
        super.reset();
        http10 = false;
        status = 0;
    }

    /// `HTTP/1.1 200 Whatever`; the reason phrase, and the space before it, may be missing.
    @Override
    int readStartLine(byte[] a, int start, int end) {
        String shape = "HTTP/1.0 000";
        for (int k = 0; k < shape.length(); k++) {
            char expected = shape.charAt(k);
            byte b = a[start + k];
            if (expected == '0' ? b < '0' || b > '9' : b != expected) {
                return stopped(start + k, end, Http1Problem.BAD_STATUS_LINE);
            }
        }
        int reason = start + STATUS_END;
        int reasonEnd = FieldChars.value(a, reason);
        int next = lineEnd(a, reasonEnd, end);
        if (next == FieldLine.RUN_OUT || next == reasonEnd) {
            return next == reasonEnd ? stopped(reasonEnd, end, Http1Problem.BAD_STATUS_LINE) : next;
        }
        status = (int) Fields.decimal(a, start + STATUS_START, reason);
        byte minor = a[start + STATUS_START - 2];
        http10 = minor == '0';
        if (status < 100 || minor > '1' || reasonEnd > reason && a[reason] != ' ') {
            return stopped(start, end, Http1Problem.BAD_STATUS_LINE);
        }
        fields.mark(KnownField.STATUS, 0, 0, start + STATUS_START, reason);
        return next;
    }

    @Override
    int readFieldLine(byte[] a, int start, int end) {
        return line.readLenient(a, start, end);
    }

    @Override
    int lineEnd(byte[] a, int i, int end) {
        return i < end && a[i] == '\n' ? i + 1 : strictLineEnd(a, i, end);
    }

    @Override
    @Nullable Http1Problem takeField(byte[] a) {
        KnownField name = line.name;
        if (name == KnownField.CONTENT_LENGTH) {
            return takeLength(a);
        }
        line.addTo(fields);
        if (name == KnownField.TRANSFER_ENCODING) {
            return framingFields.transferEncoding(a, line.valueStart, line.valueEnd);
        }
        if (name == KnownField.CONNECTION) {
            framingFields.connection(a, line.valueStart, line.valueEnd);
        }
        return null;
    }

    @Override
    @Nullable Http1Problem finish() {
        return framingFields.problem(http10);
    }

    /// One Content-Length is kept; others, in lines or in a list, must be equal to it (RFC 9112,
    /// 6.3, point 5).
    private @Nullable Http1Problem takeLength(byte[] a) {
        int from = line.valueStart;
        for (int i = from; i <= line.valueEnd; i++) {
            if (i < line.valueEnd && a[i] != ',') {
                continue;
            }
            int first = Math.min(FieldChars.blanks(a, from), i);
            Http1Problem why = takeOneLength(a, first, FieldChars.trimmed(a, first, i));
            if (why != null) {
                return why;
            }
            from = i + 1;
        }
        return null;
    }

    private @Nullable Http1Problem takeOneLength(byte[] a, int from, int to) {
        if (framingFields.hasLength()) {
            return framingFields.lengthIs(Fields.decimal(a, from, to))
                    ? null
                    : Http1Problem.BAD_CONTENT_LENGTH;
        }
        fields.mark(KnownField.CONTENT_LENGTH, 0, 0, from, to);
        return framingFields.contentLength(a, from, to);
    }
}
