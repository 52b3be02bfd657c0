package io.portsicle.tunnel.http1;

import static io.portsicle.tunnel.fuzz.Draft.text;
import static io.portsicle.tunnel.fuzz.Draft.texts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.fuzz.Verdict;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random messages of ours with their bodies: Netty reads what was written.
class Http1WriterFuzzTest {
    @Test
    void nettyReadsTheMessagesThatWeWrite() throws Exception {
        Fuzzing.run("Http1Writer", Messages::new);
    }

    private static final class Messages implements Comparison {
        private static final String[] METHODS = {"GET", "POST", "get", "M-SEARCH"};
        private static final String[] PATHS = {"/", "/a?b=c&d", "//x", "/%2F/..", "*"};
        private static final String[] HOSTS = {"localhost:3000", "[::1]:80", "a"};
        private static final int[] STATUS = {100, 103, 200, 204, 304, 404, 500, 999};
        private static final byte[][] NAMES =
                texts("x-a", "accept", "set-cookie", "te", "etag", "x-some-longer-name", "x_y.z");
        private static final byte[][] VALUES =
                texts("", "1", "a=b; c=d", "caf\u00e9", "a\tb", "text/html; charset=utf-8");
        private static final byte[] COOKIE = text("cookie");
        private static final byte[] TEXT = text("hello, world!\r\n\0\u00ff 0\r\n\r\nHTTP/1.1 200");

        private final NettyMessage netty = new NettyMessage();
        private final Fields fields = new Fields();
        private final Fields trailers = new Fields();
        private final HeadTranscript head = new HeadTranscript();
        private final Transcript body = new Transcript();
        private final ByteBuf out = Unpooled.buffer();
        private boolean isRequest;
        private boolean answersHead;

        @Override
        public void make(Draft draft) {
            out.clear();
            fields.clear();
            trailers.clear();
            head.clear();
            body.clear();
            isRequest = draft.oneIn(2);
            answersHead = false;
            BodyFraming framing = isRequest ? request(draft) : response(draft);
            putBody(draft, framing);
            draft.put(out.array(), out.readerIndex(), out.writerIndex());
        }

        private BodyFraming request(Draft draft) {
            BodyFraming framing = framing(draft, BodyFraming.NONE);
            String method = METHODS[draft.below(METHODS.length)];
            String path = PATHS[draft.below(PATHS.length)];
            @Nullable String prefix = draft.oneIn(3) ? "/p" : null;
            fields.add(KnownField.METHOD, method).add(KnownField.PATH, path);
            putFields(draft);
            boolean cookies = draft.oneIn(4);
            if (cookies) {
                addCookie("a=1");
                addCookie("b=2");
            }
            Http1Writer.request(fields, prefix, HOSTS[draft.below(HOSTS.length)], framing, out);
            head.startRequest(
                    method, prefix != null && path.startsWith("/") ? prefix + path : path);
            if (cookies) {
                fields.remove(fields.count() - 1);
                fields.set(KnownField.COOKIE, "a=1; b=2");
            }
            head.fields(fields);
            head.framing(framing);
            head.keepAlive(true);
            return framing;
        }

        private void addCookie(String value) {
            fields.add(new String(COOKIE, ISO_8859_1), value);
        }

        private BodyFraming response(Draft draft) {
            int status = STATUS[draft.below(STATUS.length)];
            boolean bodiless = status < 200 || status == 204 || status == 304;
            answersHead = !bodiless && draft.oneIn(6);
            BodyFraming framing =
                    bodiless || answersHead
                            ? BodyFraming.NONE
                            : framing(draft, BodyFraming.UNTIL_CLOSE);
            boolean keepAlive = draft.oneIn(2);
            boolean http10Peer = draft.oneIn(4);
            fields.add(KnownField.STATUS, Integer.toString(status));
            putFields(draft);
            if (draft.oneIn(3)) {
                fields.add(KnownField.CONTENT_LENGTH, "7"); // said by the framing alone
            }
            Http1Writer.response(fields, framing, keepAlive, http10Peer, out);
            head.startResponse(status);
            head.fields(fields);
            boolean livesOn = keepAlive && !(framing instanceof BodyFraming.UntilClose);
            if (status >= 200 && (!livesOn || http10Peer)) {
                head.field("connection", livesOn ? "keep-alive" : "close");
            }
            head.framing(framing);
            head.keepAlive(status, livesOn);
            return framing;
        }

        private static BodyFraming framing(Draft draft, BodyFraming other) {
            return switch (draft.below(3)) {
                case 0 -> BodyFraming.CHUNKED;
                case 1 -> new BodyFraming.Length(draft.below(TEXT.length + 1));
                default -> other;
            };
        }

        private void putFields(Draft draft) {
            for (int left = draft.below(5); left > 0; left--) {
                putField(draft, fields);
            }
        }

        private static void putField(Draft draft, Fields to) {
            to.add(
                    new String(draft.one(NAMES), ISO_8859_1),
                    new String(draft.one(VALUES), ISO_8859_1));
        }

        private void putBody(Draft draft, BodyFraming framing) {
            switch (framing) {
                case BodyFraming.None none -> {}
                case BodyFraming.Length length -> putText((int) length.bytes());
                case BodyFraming.UntilClose untilClose -> putText(draft.below(TEXT.length + 1));
                case BodyFraming.Chunked chunked -> putChunks(draft);
            }
        }

        private void putText(int size) {
            out.writeBytes(TEXT, 0, size);
            body.bytes(TEXT, 0, size);
        }

        private void putChunks(Draft draft) {
            for (int left = draft.below(4); left > 0; left--) {
                int size = 1 + draft.below(TEXT.length);
                Http1Writer.chunkStart(size, out);
                putText(size);
                Http1Writer.chunkEnd(out);
            }
            for (int left = draft.below(3); left > 0; left--) {
                putField(draft, trailers);
            }
            Http1Writer.lastChunk(trailers.count() == 0 ? null : trailers, out);
        }

        @Override
        public Verdict judge(Draft draft) throws Exception {
            netty.read(
                    isRequest ? NettyMessage.requests() : NettyMessage.strictResponses(answersHead),
                    out);
            boolean alike =
                    netty.end() != NettyMessage.End.REFUSED
                            && !out.isReadable()
                            && netty.head().matches(head.transcript())
                            && netty.body().matches(body)
                            && HeadTranscript.ofTrailers(netty.allTrailers())
                                    .matches(HeadTranscript.ofTrailers(trailers));
            if (!alike) {
                throw draft.differs(
                        head.transcript() + " " + body,
                        netty.end() + " " + netty.refusal() + netty.head() + " " + netty.body());
            }
            return Verdict.Plain.ALIKE;
        }
    }
}
