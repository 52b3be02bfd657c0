package io.portsicle.tunnel.http1;

import static io.portsicle.tunnel.fuzz.Draft.text;
import static io.portsicle.tunnel.fuzz.Draft.texts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMessage;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Verdict;

import org.junit.jupiter.api.Test;

import java.util.regex.Pattern;

/// Random heads of responses, with how their bodies are delimited.
class ResponseFuzzTest {
    private static final String GAP = Grammar.FOLDABLE_BLANKS;
    private static final String LINE_END = "[ \\t]*\\r?\\n(?![ \\t])";
    private static final String LENGTH = "\\ncontent-length[ \\t]*:";
    private static final String NO_LENGTH =
            ".*" + LENGTH + "(?!" + GAP + "(\\d{1,19})([ \\t]*,[ \\t]*\\1)*" + LINE_END + ").*";
    private static final String UNEQUAL_LENGTHS =
            (".*" + LENGTH + GAP + "(?<length>\\d+).*")
                    + (LENGTH + "(?!" + GAP + "\\k<length>" + LINE_END + ").*");
    private static final String CODING = "\\ntransfer-encoding[ \\t]*:";
    private static final String STATUS_LINE_BY_THE_RULES =
            Grammar.EMPTY_LINES + "(?-i:HTTP)/1\\.[01] [1-9]\\d\\d( " + Grammar.VALUE + ")?\\r?\\n";

    @Test
    void nettyReadsTheResponsesThatWeAcceptAsWeDo() throws Exception {
        Fuzzing.run("Response", Responses::new);
    }

    private static final class Responses implements Comparison {
        private static final byte[][] STATUS =
                texts("200", "200", "404", "204", "304", "103", "101", "500", "999");
        private static final byte[] BREAKERS =
                text("\r\n \t:,;+-0x5aA/\"\\\0\1\u000b\u007f\u0085\u00a0\u00ff");
        private static final byte[][] VERSIONS =
                texts("HTTP/1.1 ", "HTTP/1.1 ", "HTTP/1.1 ", "HTTP/1.0 ");
        private static final byte[][] ODD_VERSIONS =
                texts(
                        "HTTP/1.2 ",
                        "HTTP/2.0 ",
                        "http/1.1 ",
                        "HTTP/1.1\t",
                        "\r\nHTTP/1.1 ",
                        " HTTP/1.1 ",
                        "ICY ");
        private static final byte[][] ODD_STATUS =
                texts("099", "20", "2000", "+20", "-20", " 200", "2 0", "00200");
        private static final byte[][] REASONS =
                texts(" OK", " OK", " Not Found", " ", "", " \u00e9t\u00e9", " a\tb");
        private static final byte[][] ODD_REASONS = texts("\tOK", " a\0b", "OK", " a\rb", "  OK ");
        private static final byte[][] ENDS =
                texts("\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n");
        private static final byte[][] ODD_ENDS = texts("\r", "\r\r\n", "\n\r", "\n\n");
        private static final byte[][] LINES =
                texts(
                        "Server: x",
                        "content-type:text/html",
                        "X-A: 1",
                        "x-a:\t2 ",
                        "Empty:",
                        "Set-Cookie: a=b; c",
                        "Connection: close",
                        "Connection: keep-alive, x",
                        "Upgrade: websocket",
                        "Folded: a\r\n b",
                        "Folded: a\n\t b",
                        "Blank : 1",
                        "ETag: \"\u00e9\"",
                        "Keep-Alive: timeout=5");
        private static final byte[][] ODD_LINES =
                texts(
                        "Bad Name: 1",
                        " folded: 1",
                        "\tfolded",
                        ": 1",
                        "None",
                        "X: a\u000bb",
                        "X: a\0b",
                        "X: \u007f",
                        "Folded: a\r\n \r\n",
                        "Connection: close, ,",
                        "X\u00e9: 1",
                        "Transfer-Encoding: chunked",
                        "Content-Length: 5");
        private static final byte[][] FRAMING =
                texts(
                        "Content-Length: 5",
                        "Content-Length: 5",
                        "Content-Length: 0",
                        "Transfer-Encoding: chunked",
                        "Transfer-Encoding: Chunked",
                        "Content-Length: 5, 5",
                        "Content-Length: 5\r\nContent-Length:5 ",
                        "X: y");
        private static final byte[][] ODD_FRAMING =
                texts(
                        "Content-Length: +5",
                        "Content-Length: 05",
                        "Content-Length: 5,6",
                        "Content-Length:",
                        "Content-Length: 99999999999999999999",
                        "Content-Length: 9223372036854775807",
                        "Content-Length: -5",
                        "Content-Length: 5 5",
                        "Content-Length: 5,",
                        "Transfer-Encoding: identity",
                        "Transfer-Encoding: gzip, chunked",
                        "Transfer-Encoding: chunked, chunked",
                        "Transfer-Encoding : chunked",
                        "Transfer-Encoding:\u000bchunked",
                        "Transfer-Encoding: chunked\r\nContent-Length: 5",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                        "Transfer-Encoding: \"chunked\"",
                        "Transfer-Encoding:",
                        "Content-Length: 5\n\t5");
        private static final byte[] BODY = text("hello");
        private static final byte[] CHUNKS = text("5\r\nhello\r\n0\r\n\r\n");
        private static final byte[] NEXT = text("HTTP/1.1 200 OK\r\n\r\n");

        private static final Pattern EQUAL_LENGTHS =
                Pattern.compile("(?is).*\\ncontent-length.*(,|content-length).*");

        private static final Pattern FOLDED_BEHIND_NOTHING =
                Pattern.compile(":[ \\t]*\\r?\\n[ \\t]|\\n[ \\t]+\\r?\\n");

        private final Http1ResponseParser parser = new Http1ResponseParser(Http1Limits.DEFAULT);
        private final HeadTranscript ourHead = new HeadTranscript();
        private final NettyMessage netty = new NettyMessage();
        private boolean answersHead;

        @Override
        public void make(Draft draft) {
            answersHead = draft.oneIn(8);
            byte[] version = draft.one(VERSIONS, ODD_VERSIONS);
            draft.put(version)
                    .put(draft.one(STATUS, ODD_STATUS))
                    .put(draft.one(REASONS, ODD_REASONS));
            boolean old = version == VERSIONS[3];
            end(draft);
            int framingAt = draft.below(4);
            byte[] framing = draft.one(FRAMING, ODD_FRAMING);
            boolean chunked = framing == FRAMING[3] || framing == FRAMING[4];
            for (int i = draft.below(4); i >= 0; i--) {
                if (i == framingAt && !(old && draft.isSound())) {
                    draft.put(framing);
                } else {
                    draft.put(draft.one(LINES, ODD_LINES));
                }
                end(draft);
            }
            end(draft);
            draft.put(chunked ? CHUNKS : BODY).put(NEXT);
            draft.wound(BREAKERS);
        }

        private static void end(Draft draft) {
            draft.put(draft.one(ENDS, ODD_ENDS));
        }

        @Override
        public Verdict judge(Draft draft) throws Exception {
            ByteBuf in = Unpooled.wrappedBuffer(draft.bytes(), 0, draft.length());
            parser.reset();
            HeadOutcome outcome = parser.parse(in);
            ByteBuf nettys = Unpooled.wrappedBuffer(draft.bytes(), 0, draft.length());
            netty.read(NettyMessage.patientResponses(answersHead), nettys);
            if (outcome != HeadOutcome.COMPLETE) {
                return netty.message() == null
                        ? Verdict.Plain.NOT_ACCEPTED
                        : stricter(draft, outcome);
            }
            HttpMessage message = netty.message();
            if (message == null) {
                return laxer(draft);
            }
            compareHeads(draft);
            return Verdict.Plain.ALIKE;
        }

        private void compareHeads(Draft draft) {
            ourHead.clear();
            ourHead.startResponse(parser.status());
            ourHead.fields(parser.fields());
            ourHead.framing(parser.framing(answersHead));
            ourHead.keepAlive(parser.status(), parser.isKeepAlive());
            if (!ourHead.transcript().matches(netty.head())) {
                throw draft.differs(ourHead.transcript(), netty.head());
            }
        }

        private Verdict laxer(Draft draft) {
            if (EQUAL_LENGTHS.matcher(draft.text()).lookingAt()) {
                return Laxer.EQUAL_LENGTHS;
            }
            if (FOLDED_BEHIND_NOTHING.matcher(draft.text()).find()) {
                return Laxer.FOLDED_BEHIND_NOTHING;
            }
            throw draft.differs("accepted", netty.end() + " " + netty.refusal());
        }

        private Verdict stricter(Draft draft, HeadOutcome outcome) {
            return NamedRefusal.of(Stricter.values(), parser, outcome, draft, netty.head());
        }
    }

    /// What ours puts up with in a response, and Netty does not.
    private enum Laxer implements Verdict {
        /// Equal lengths count once in HTTP/1.0 too and with zeros in front (RFC 9112, 6.3, point
        /// 5: the same decimal value, in any version).
        EQUAL_LENGTHS,
        /// A value that begins on its second line: Netty joins it to a value with a space in front,
        /// and then refuses that (RFC 9112, 5.2).
        FOLDED_BEHIND_NOTHING
    }

    /// What Netty puts up with in a response, and ours does not.
    private enum Stricter implements NamedRefusal {
        /// Other versions, no three digits, control characters in the reason.
        STATUS_LINE(Http1Problem.BAD_STATUS_LINE, "(?!" + STATUS_LINE_BY_THE_RULES + ").*"),
        /// A line without a colon, a folded line behind no other, what is no token as a name,
        /// control characters, CR alone.
        FIELD_LINE(
                Http1Problem.BAD_FIELD_LINE,
                "(?!" + STATUS_LINE_BY_THE_RULES + Grammar.PATIENT_LINES + ").*"),
        /// Signs, nothing, too many digits, several that are not equal.
        CONTENT_LENGTH(Http1Problem.BAD_CONTENT_LENGTH, NO_LENGTH + "|" + UNEQUAL_LENGTHS),
        /// Anything but one `chunked` of HTTP/1.1.
        TRANSFER_ENCODING(
                Http1Problem.BAD_TRANSFER_ENCODING,
                (".*" + CODING + "(?!" + GAP + "chunked" + LINE_END + ").*")
                        + "|\\s*HTTP/1\\.0.*|.*\\ntransfer-encoding.*\\ntransfer-encoding.*"),
        /// Both a length and chunks: Netty drops the length (RFC 9112, 6.3, point 3).
        TWO_FRAMINGS(Http1Problem.TWO_FRAMINGS, "(?=.*" + CODING + ").*" + LENGTH + ".*");

        private final Refused refused;

        Stricter(Http1Problem problem, String input) {
            this.refused = new Refused(problem, input);
        }

        @Override
        public Refused refused() {
            return refused;
        }
    }
}
