package io.portsicle.relay.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.HeadOutcome;
import io.portsicle.tunnel.http1.Http1BodyReader;
import io.portsicle.tunnel.http1.Http1Limits;
import io.portsicle.tunnel.http1.Http1Problem;
import io.portsicle.tunnel.http1.Http1RequestParser;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Takes one request after the other out of a visitor's bytes. Bytes that were not used yet are
/// mostly one buffer, as it came from the socket.
final class RequestReader {
    /// The first bytes of HTTP/2 (RFC 9113, 3.4).
    static final byte[] HTTP2_PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ByteBufAllocator alloc;
    private final Http1RequestParser parser;
    private final Http1BodyReader body = new Http1BodyReader();
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private boolean answersHead;
    private int heads;

    RequestReader(ByteBufAllocator alloc, Http1Limits limits) {
        this.alloc = alloc;
        this.parser = new Http1RequestParser(limits);
    }

    /// Adds what was read, and takes it over.
    void add(ByteBuf read) {
        bytes =
                bytes.isReadable()
                        ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(alloc, bytes, read)
                        : read;
    }

    /// Heads that were read, of requests that came one after the other.
    int heads() {
        return heads;
    }

    /// Whether the bytes at hand are the preface of HTTP/2, or may become it.
    boolean mayBeHttp2() {
        int length = Math.min(bytes.readableBytes(), HTTP2_PREFACE.length);
        for (int i = 0; i < length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != HTTP2_PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    /// Reads the head of the next request; when it is complete, its body comes next.
    HeadOutcome readHead() {
        HeadOutcome outcome = parser.parse(bytes);
        if (outcome == HeadOutcome.COMPLETE) {
            heads++;
            body.start(parser.framing());
            int method = head().find(KnownField.METHOD);
            answersHead = head().valueIs(method, "head");
        }
        return outcome;
    }

    /// The next piece of the body, which is the caller's; null when there is none now.
    @Nullable ByteBuf readBody() {
        return body.read(bytes);
    }

    /// Gets ready for the next request.
    void next() {
        parser.reset();
        answersHead = false;
    }

    /// The head that was read. It may be changed.
    Fields head() {
        return parser.fields();
    }

    /// What is wrong with a head that was refused.
    Http1Problem problem() {
        return parser.problem();
    }

    /// The trailers behind a complete body.
    Fields trailers() {
        return body.trailers();
    }

    boolean isHttp10() {
        return parser.isHttp10();
    }

    boolean isKeepAlive() {
        return parser.isKeepAlive();
    }

    boolean expectsContinue() {
        return parser.expectsContinue();
    }

    /// Whether the response must have no body because the method is HEAD.
    boolean isHeadMethod() {
        return answersHead;
    }

    /// What the head and the bytes at hand take up in memory.
    int heldBytes() {
        return head().listSize() + bytes.readableBytes();
    }

    /// Whether the request announced a body.
    boolean hasBody() {
        return switch (parser.framing()) {
            case BodyFraming.None none -> false;
            case BodyFraming.Length length -> length.bytes() > 0;
            case BodyFraming.Chunked chunked -> true;
            case BodyFraming.UntilClose untilClose -> true;
        };
    }

    /// Whether all of the request was read.
    boolean isComplete() {
        return body.isComplete();
    }

    /// Whether the body broke the rules.
    boolean isInvalid() {
        return body.isInvalid();
    }

    /// Bytes that were not used yet.
    int waiting() {
        return bytes.readableBytes();
    }

    /// Lets go of a buffer that was read to its end.
    void trim() {
        if (!bytes.isReadable()) {
            clear();
        }
    }

    /// Drops every byte.
    void clear() {
        bytes.release();
        bytes = Unpooled.EMPTY_BUFFER;
    }

    /// Hands the bytes that are left over to the caller.
    ByteBuf take() {
        ByteBuf taken = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return taken;
    }
}
