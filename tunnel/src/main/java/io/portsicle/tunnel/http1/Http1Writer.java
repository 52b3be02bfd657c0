package io.portsicle.tunnel.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Renders heads and chunks of HTTP/1.1. No state, any thread.
///
/// Field names get the case that old software expects (`Content-Length`). How the body is delimited
/// is said by the framing alone: the head's own Content-Length and Transfer-Encoding are not
/// copied, with one exception at [#response(Fields, BodyFraming, boolean, boolean, ByteBuf)].
/// Everything else in the head is written as it is: whoever calls has applied
/// [io.portsicle.tunnel.message.Forwarding].
public final class Http1Writer {
    private static final byte[] REQUEST_LINE_END = ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n");
    private static final int FIXED = 256;
    private static final int CRLF = '\r' << 8 | '\n';

    private Http1Writer() {}

    /// A request to a local server. `pathPrefix` stands before an origin-form target; `host`
    /// becomes the Host field, which comes first. Several `cookie` fields, as HTTP/2 may send them,
    /// become one (RFC 9113, 8.2.3).
    public static void request(
            Fields head,
            @Nullable String pathPrefix,
            String host,
            BodyFraming framing,
            ByteBuf out) {
        int method = required(head, KnownField.METHOD);
        int path = required(head, KnownField.PATH);
        String prefix =
                pathPrefix == null || head.bytes()[head.valueStart(path)] != '/' ? "" : pathPrefix;
        HeadScratch scratch = HeadScratch.with(head, FIXED + prefix.length() + host.length());
        scratch.putValue(head, method).put(' ').put(prefix).putValue(head, path);
        scratch.put(REQUEST_LINE_END).put(host).putLineEnd();
        for (int i = 0; i < head.count(); i++) {
            KnownField name = head.known(i);
            if (name == KnownField.COOKIE) {
                putCookies(scratch, head, i);
            } else if (name == null || isCopied(name) && name != KnownField.HOST) {
                scratch.putField(head, i);
            }
        }
        putFraming(scratch, framing);
        scratch.putLineEnd().writeTo(out);
    }

    /// A response to a visitor. Connection is written as `keepAlive` says; the head's own only with
    /// status 101. With [BodyFraming.None] the head's own Content-Length stays, for the answers to
    /// HEAD and for 304, but never in 1xx and 204.
    public static void response(
            Fields head, BodyFraming framing, boolean keepAlive, boolean http10Peer, ByteBuf out) {
        int status = head.status();
        boolean keepsLength = framing instanceof BodyFraming.None && status >= 200 && status != 204;
        HeadScratch scratch = HeadScratch.with(head, FIXED);
        scratch.put(StatusLines.of(status));
        for (int i = 0; i < head.count(); i++) {
            KnownField name = head.known(i);
            if (name == null
                    || isCopied(name) && (name != KnownField.CONNECTION || status == 101)
                    || name == KnownField.CONTENT_LENGTH && keepsLength) {
                scratch.putField(head, i);
            }
        }
        if (status >= 200) {
            putFraming(scratch, framing);
            putConnection(
                    scratch, keepAlive && !(framing instanceof BodyFraming.UntilClose), http10Peer);
        }
        scratch.putLineEnd().writeTo(out);
    }

    /// What stands before `size` bytes of a chunk; `size` is above zero.
    public static void chunkStart(int size, ByteBuf out) {
        if (size <= 0) {
            throw new IllegalArgumentException("size: %d (expected: > 0)".formatted(size));
        }
        for (int shift = (31 - Integer.numberOfLeadingZeros(size)) & ~3; shift >= 0; shift -= 4) {
            out.writeByte(Character.forDigit(size >>> shift & 0xf, 16));
        }
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    /// What stands behind the bytes of a chunk.
    public static void chunkEnd(ByteBuf out) {
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    /// The end of a chunked body.
    public static void lastChunk(@Nullable Fields trailers, ByteBuf out) {
        out.writeBytes(LAST_CHUNK);
        if (trailers != null) {
            HeadScratch scratch = HeadScratch.with(trailers, 0);
            for (int i = 0; i < trailers.count(); i++) {
                scratch.putField(trailers, i);
            }
            scratch.writeTo(out);
        }
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    private static int required(Fields head, KnownField name) {
        int i = head.find(name);
        if (i < 0) {
            throw new IllegalArgumentException("a request without " + name);
        }
        return i;
    }

    private static boolean isCopied(KnownField name) {
        return !name.isPseudo()
                && name != KnownField.CONTENT_LENGTH
                && name != KnownField.TRANSFER_ENCODING;
    }

    /// Writes the first cookie field with the others joined to it; nothing for the others.
    private static void putCookies(HeadScratch scratch, Fields head, int i) {
        if (head.find(KnownField.COOKIE) != i) {
            return;
        }
        scratch.putName(head, i).putValue(head, i);
        for (int k = i; (k = head.find(KnownField.COOKIE, k + 1)) > 0; ) {
            scratch.put(';').put(' ').putValue(head, k);
        }
        scratch.putLineEnd();
    }

    private static void putFraming(HeadScratch scratch, BodyFraming framing) {
        switch (framing) {
            case BodyFraming.Length length ->
                    scratch.put(CONTENT_LENGTH).putDecimal(length.bytes()).putLineEnd();
            case BodyFraming.Chunked chunked -> scratch.put(CHUNKED);
            case BodyFraming.None none -> {}
            case BodyFraming.UntilClose untilClose -> {}
        }
    }

    private static void putConnection(HeadScratch scratch, boolean keepAlive, boolean http10Peer) {
        if (!keepAlive) {
            scratch.put(CLOSE);
        } else if (http10Peer) {
            scratch.put(KEEP_ALIVE);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
