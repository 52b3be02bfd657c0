package io.portsicle.tunnel.http1;

import static io.portsicle.tunnel.fuzz.Draft.text;
import static io.portsicle.tunnel.fuzz.Draft.texts;

import io.portsicle.tunnel.fuzz.Draft;

/// Makes a request with its body, of parts that parsers disagree about, and often the start of
/// another one.
final class RandomRequest {
    private static final byte[] BREAKERS =
            text("\r\n \t:,;+-0x5aA/#?%@[]\"\\\0\1\u000b\u007f\u0085\u00a0\u00ff");
    private static final byte[][] METHODS = texts("GET", "POST", "HEAD", "get", "M-SEARCH", "PRI");
    private static final byte[][] ODD_METHODS =
            texts("CONNECT", "G T", "", "G\u00e9T", "G:", "OPTIONS");
    private static final byte[][] TARGETS =
            texts(
                    "/",
                    "/a?b=c&d",
                    "//x/y",
                    "/%2F/..",
                    "http://b/c",
                    "http://b",
                    "https://b?c",
                    "/a@b:80",
                    "/a;b\\c",
                    "/\"<>|^`{}");
    private static final byte[][] ODD_TARGETS =
            texts(
                    "*",
                    "a:80",
                    "http://u@b/",
                    "/#f",
                    "",
                    "/a b",
                    "/\u00e9",
                    "ftp://b/",
                    "http:///",
                    "http://b:x/",
                    "/\0");
    private static final byte[][] VERSIONS =
            texts(" HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.0");
    private static final byte[][] ODD_VERSIONS =
            texts(
                    " HTTP/1.2",
                    " HTTP/2.0",
                    " http/1.1",
                    "",
                    " HTTP/1.1 ",
                    "  HTTP/1.1",
                    " HTTP/1",
                    "\tHTTP/1.1");
    private static final byte[][] HOSTS =
            texts("Host: demo.localhost:8080", "host:b:80", "HOST: [::1]", "Host:\ta ");
    private static final byte[][] ODD_HOSTS =
            texts(
                    "Host: a/b",
                    "Host:",
                    "Host: a\r\nHost: a",
                    "X: y",
                    "Host: a, b",
                    "Host : a",
                    "Host: a:99999",
                    "Host: a@b");
    private static final byte[][] LINES =
            texts(
                    "Accept: */*",
                    "X-A: 1",
                    "x-a:\t2 ",
                    "Empty:",
                    "Cookie: a=b; c=d",
                    "Connection: close",
                    "Connection: keep-alive, x",
                    "Connection: upgrade",
                    "Expect: 100-continue",
                    "Trailer: x",
                    "X: \u00e9");
    private static final byte[][] ODD_LINES =
            texts(
                    " folded: 1",
                    "\tfolded",
                    "Bad Name: 1",
                    "none",
                    ": 1",
                    "X : 1",
                    "X: a\0b",
                    "X: a\rb",
                    "X: \u000b",
                    "Content-Length: 5",
                    "Transfer-Encoding: chunked",
                    "Connection: close,,",
                    "X\u00e9: 1");
    private static final byte[][] FRAMING =
            texts(
                    "Content-Length: 5",
                    "Content-Length: 0",
                    "Content-Length: 05",
                    "Transfer-Encoding: chunked",
                    "Transfer-Encoding: Chunked",
                    "X-None: 1",
                    "X-None: 2");
    private static final int CHUNKED = 3;
    private static final byte[][] ODD_FRAMING =
            texts(
                    "Content-Length: 5, 5",
                    "Content-Length: +5",
                    "Content-Length: -5",
                    "Content-Length: 5\r\nContent-Length: 5",
                    "Content-Length:",
                    "Content-Length: 99999999999999999999",
                    "Transfer-Encoding: identity",
                    "Transfer-Encoding: gzip, chunked",
                    "Transfer-Encoding : chunked",
                    "Transfer-Encoding:\u000bchunked",
                    "Transfer-Encoding: chunked\r\nContent-Length: 5",
                    "Transfer-Encoding: chunked, chunked",
                    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked");
    private static final byte[][] ENDS = texts("\r\n");
    private static final byte[][] ODD_ENDS = texts("\n", "\r", "\r\r\n", "\n\r\n");
    private static final byte[][] CHUNKS =
            texts(
                    "5\r\nhello\r\n0\r\n\r\n",
                    "05;x=y\r\nhello\r\n3\r\nabc\r\n00\r\nX-Sum: 1\r\n\r\n");
    private static final byte[] BODY = text("hello");
    private static final byte[] NEXT = text("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");

    private RandomRequest() {}

    static void put(Draft draft) {
        byte[] version = draft.one(VERSIONS, ODD_VERSIONS);
        draft.put(draft.one(METHODS, ODD_METHODS))
                .put(' ')
                .put(draft.one(TARGETS, ODD_TARGETS))
                .put(version);
        end(draft);
        int framing = draft.below(FRAMING.length);
        boolean chunked = framing == CHUNKED || framing == CHUNKED + 1;
        int framingAt = draft.below(3);
        for (int i = 0; i < 3; i++) {
            putLine(
                    draft,
                    i == framingAt && !(chunked && version == VERSIONS[3]),
                    FRAMING[framing]);
            if (i == 1) {
                draft.put(draft.one(HOSTS, ODD_HOSTS));
                end(draft);
            }
        }
        end(draft);
        draft.put(chunked ? draft.one(CHUNKS) : BODY)
                .put(NEXT, 0, draft.oneIn(2) ? 0 : NEXT.length);
        draft.wound(BREAKERS);
    }

    private static void putLine(Draft draft, boolean framing, byte[] itsLine) {
        if (framing) {
            draft.put(draft.isOdd() ? draft.one(ODD_FRAMING) : itsLine);
            end(draft);
        } else if (draft.oneIn(2)) {
            draft.put(draft.one(LINES, ODD_LINES));
            end(draft);
        }
    }

    private static void end(Draft draft) {
        draft.put(draft.one(ENDS, ODD_ENDS));
    }
}
