package io.portsicle.tunnel.http1;

import io.portsicle.tunnel.message.Authority;
import io.portsicle.tunnel.message.FieldChars;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Parses the heads of requests, strictly: what two programs could read in two ways is refused (RFC
/// 9112; the table of what is refused is the test of this class). One per connection, reused; on
/// the connection's event loop.
///
/// The fields of a complete head are `:method`, `:authority` (from an absolute-form target, else
/// from Host; missing only when an HTTP/1.0 request has neither), `:path` (the target byte for
/// byte, or `*`), then the other lines in their order, without Host. Hop-by-hop fields and the
/// framing fields are still there; `:scheme` is for the caller to add.
public final class Http1RequestParser extends HeadParser {
    private static final long HTTP_1_1 = word("HTTP/1.1");
    private static final long HTTP_1_0 = word("HTTP/1.0");
    private static final int VERSION_LENGTH = 8;
    private static final int AUTHORITY = 1;
    private static final int MAX_EMPTY_LINES = 4;

    private boolean http10;
    private boolean absolute;
    private boolean hasHost;
    private boolean expectsContinue;

    public Http1RequestParser(Http1Limits limits) {
        super(limits, MAX_EMPTY_LINES);
    }

    /// How the body that follows the head is delimited.
    public BodyFraming framing() {
        return framingFields.framing(BodyFraming.NONE);
    }

    /// Whether the visitor speaks HTTP/1.0.
    public boolean isHttp10() {
        return http10;
    }

    /// Whether the visitor lets the connection live on after this exchange.
    public boolean isKeepAlive() {
        return framingFields.isKeepAlive(http10);
    }

    /// Whether the visitor waits for `100 Continue` before it sends the body.
    public boolean expectsContinue() {
        return expectsContinue && !http10;
    }

    @Override
    public void reset() {
        super.reset();
        http10 = false;
        absolute = false;
        hasHost = false;
        expectsContinue = false;
    }

    @Override
    int readStartLine(byte[] a, int start, int end) {
        int methodEnd = FieldChars.token(a, start);
        if (a[methodEnd] != ' ' || methodEnd == start) {
            return stopped(methodEnd, end, Http1Problem.BAD_REQUEST_LINE);
        }
        int target = methodEnd + 1;
        int targetEnd = FieldChars.target(a, target);
        if (a[targetEnd] != ' ' || targetEnd == target) {
            return stopped(targetEnd, end, Http1Problem.BAD_TARGET);
        }
        int next = readVersion(a, targetEnd + 1, end);
        if (next < 0) {
            return next;
        }
        Http1Problem why = takeTarget(a, start, methodEnd, target, targetEnd);
        if (why != null) {
            refuse(why);
            return FieldLine.MALFORMED;
        }
        return next;
    }

    @Override
    int readFieldLine(byte[] a, int start, int end) {
        return line.readStrict(a, start, end);
    }

    @Override
    int lineEnd(byte[] a, int i, int end) {
        return strictLineEnd(a, i, end);
    }

    @Override
    @Nullable Http1Problem takeField(byte[] a) {
        KnownField name = line.name;
        if (name == KnownField.HOST) {
            return takeHost(a);
        }
        line.addTo(fields);
        if (name == null) {
            return null;
        }
        switch (name) {
            case CONTENT_LENGTH -> {
                return framingFields.contentLength(a, line.valueStart, line.valueEnd);
            }
            case TRANSFER_ENCODING -> {
                return framingFields.transferEncoding(a, line.valueStart, line.valueEnd);
            }
            case CONNECTION -> framingFields.connection(a, line.valueStart, line.valueEnd);
            case EXPECT -> expectsContinue |= fields.valueIs(fields.count() - 1, "100-continue");
            default -> {}
        }
        return null;
    }

    @Override
    @Nullable Http1Problem finish() {
        if (!hasHost && !http10) {
            return Http1Problem.NO_HOST;
        }
        if (!hasHost && !absolute) {
            fields.remove(AUTHORITY);
        }
        return framingFields.problem(http10);
    }

    private int readVersion(byte[] a, int i, int end) {
        long version = FieldChars.word(a, i);
        int after = i + VERSION_LENGTH;
        if (version != HTTP_1_1 && version != HTTP_1_0) {
            return otherVersion(a, i, end);
        }
        http10 = version == HTTP_1_0;
        if (a[after] != '\r' || a[after + 1] != '\n') {
            return stopped(
                    a[after] == '\r' ? after + 1 : after, end, Http1Problem.BAD_REQUEST_LINE);
        }
        return after + 2;
    }

    /// `HTTP/`, digit, point, digit, end of line is a version that we don't speak; everything else
    /// is no version.
    private int otherVersion(byte[] a, int i, int end) {
        String shape = "HTTP/0.0\r\n";
        for (int k = 0; k < shape.length(); k++) {
            char expected = shape.charAt(k);
            byte b = a[i + k];
            if (expected == '0' ? b < '0' || b > '9' : b != expected) {
                return stopped(i + k, end, Http1Problem.BAD_REQUEST_LINE);
            }
        }
        refuse(Http1Problem.UNSUPPORTED_VERSION);
        return FieldLine.MALFORMED;
    }

    private @Nullable Http1Problem takeTarget(
            byte[] a, int method, int methodEnd, int target, int targetEnd) {
        if (is(a, method, methodEnd, "CONNECT")) {
            return Http1Problem.CONNECT;
        }
        fields.mark(KnownField.METHOD, 0, 0, method, methodEnd);
        if (a[target] == '/'
                || a[target] == '*'
                        && targetEnd - target == 1
                        && is(a, method, methodEnd, "OPTIONS")) {
            fields.mark(KnownField.AUTHORITY, 0, 0, target, target);
            fields.mark(KnownField.PATH, 0, 0, target, targetEnd);
            return null;
        }
        absolute = true;
        return takeAbsolute(a, target, targetEnd, is(a, method, methodEnd, "OPTIONS"));
    }

    /// An absolute-form target (RFC 9112, 3.2.2): its authority counts, whatever Host says. Where
    /// it has no path one is made (RFC 9112, 3.2.1 and 3.2.4), in the byte that moving the
    /// authority towards `//` sets free.
    private @Nullable Http1Problem takeAbsolute(
            byte[] a, int target, int targetEnd, boolean options) {
        int authority = Authority.start(a, target, targetEnd);
        if (authority < 0) {
            return Http1Problem.BAD_TARGET;
        }
        int authorityEnd = authority;
        while (authorityEnd < targetEnd && a[authorityEnd] != '/' && a[authorityEnd] != '?') {
            authorityEnd++;
        }
        if (!Authority.isValid(a, authority, authorityEnd)) {
            return Http1Problem.BAD_HOST;
        }
        int path = authorityEnd;
        if (path == targetEnd || a[path] == '?') {
            System.arraycopy(a, authority, a, authority - 1, authorityEnd - authority);
            a[--path] = (byte) (options && authorityEnd == targetEnd ? '*' : '/');
            authority--;
            authorityEnd--;
        }
        fields.mark(KnownField.AUTHORITY, 0, 0, authority, authorityEnd);
        fields.mark(KnownField.PATH, 0, 0, path, targetEnd);
        return null;
    }

    private @Nullable Http1Problem takeHost(byte[] a) {
        if (hasHost) {
            return Http1Problem.SEVERAL_HOSTS;
        }
        hasHost = true;
        if (!Authority.isValid(a, line.valueStart, line.valueEnd)) {
            return Http1Problem.BAD_HOST;
        }
        if (!absolute) {
            fields.place(AUTHORITY, line.valueStart, line.valueEnd);
        }
        return null;
    }

    private static boolean is(byte[] a, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (a[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static long word(String eight) {
        return FieldChars.word(eight.getBytes(StandardCharsets.US_ASCII), 0);
    }
}
