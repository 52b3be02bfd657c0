package io.portsicle.tunnel.http1;

import static io.portsicle.tunnel.fuzz.Draft.text;
import static io.portsicle.tunnel.fuzz.Draft.texts;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.fuzz.Verdict;
import io.portsicle.tunnel.message.Fields;

import org.junit.jupiter.api.Test;

import java.util.regex.Pattern;

/// Random bodies, as a whole and in pieces: chunks with extensions and trailers, a length, the
/// close of the connection.
class BodyFuzzTest {
    @Test
    void nettyReadsTheBodiesThatWeAcceptAsWeDo() throws Exception {
        Fuzzing.run("Body", Bodies::new);
    }

    private static final class Bodies implements Comparison {
        private static final byte[] BREAKERS =
                text("\r\n \t:,;=\"\\+-0x5aAfF/\0\1\u000b\u007f\u0085\u00ff");
        private static final byte[] CHUNKED =
                text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        private static final byte[] LENGTH = text("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n");
        private static final byte[] UNTIL_CLOSE = text("HTTP/1.1 200 OK\r\n\r\n");
        private static final byte[] TEXT = text("hello, world!\r\n\0\u00ff 0\r\n\r\nHTTP/1.1 200");
        private static final byte[][] ZEROS = texts("", "", "", "0", "00000000000");
        private static final byte[][] ODD_SIZES =
                texts(
                        "+5",
                        "-5",
                        "0x5",
                        "5 ",
                        " 5",
                        "",
                        "g",
                        "fffffffffffffff",
                        "7fffffff",
                        "80000000",
                        "ffffffffffffffff",
                        "10000000000000005",
                        "\t5",
                        "5\u000b",
                        "5,5");
        private static final byte[][] EXTENSIONS =
                texts("", "", "", "", ";x", ";x=y", ";x=\"y;\\\"z\"", ";a=b;c", ";n=\"\"");
        private static final byte[][] ODD_EXTENSIONS =
                texts(
                        ";",
                        ";=y",
                        "; x",
                        " ;x",
                        ";x=",
                        ";x=\"",
                        ";x=\"a\rb\"",
                        ";x=\"\n\"",
                        ";x\u00e9",
                        ";x=\u0001",
                        ";x=\"\u00e9\"",
                        " ",
                        ";x=y ",
                        ";x = y",
                        ";\"x\"");
        private static final byte[][] TRAILERS =
                texts(
                        "X-Sum: 1\r\n",
                        "a:b\r\n",
                        "Empty:\r\n",
                        "Content-Length: 5\r\n",
                        "Host: x\r\n",
                        "Connection: a\r\n",
                        "Set-Cookie:\tc \r\n",
                        "Grpc-Status: 0\r\n",
                        "X: \u00e9\r\n");
        private static final byte[][] ODD_TRAILERS =
                texts(
                        "X-Sum : 1\r\n",
                        " x\r\n",
                        "a: b\r\n c\r\n",
                        "none\r\n",
                        ": x\r\n",
                        "X: a\0b\r\n",
                        "X: a\n",
                        "X: a\r",
                        "B d: 1\r\n",
                        "Transfer-Encoding: chunked\r\n");
        private static final byte[][] ENDS = texts("\r\n");
        private static final byte[][] ODD_ENDS =
                texts("\n", "\r", "\r\r\n", "", "\n\n", " \r\n", "\r\n\r\n");
        private static final Pattern LAST_CHUNK =
                Pattern.compile("(?s)(.*\\n)?0+(;[^\\r\\n]*)?\\r\\n");
        private static final Pattern SIZE_BY_THE_RULES =
                Pattern.compile(
                        "\\p{XDigit}{1,15}(;"
                                + Grammar.TOKEN
                                + "(=("
                                + Grammar.TOKEN
                                + "|\"([\\t -~&&[^\"\\\\]]|\\\\[\\t -~])*\"))?)*\\r\\n");
        private static final Pattern TRAILERS_BY_THE_RULES = Pattern.compile(Grammar.STRICT_LINES);
        private static final byte[] NEXT = text("HTTP/1.1 200 OK\r\n\r\n");

        private final OurBody whole = new OurBody();
        private final OurBody pieces = new OurBody();
        private final NettyMessage netty = new NettyMessage();
        private final Transcript ours = new Transcript();
        private final Transcript ofPieces = new Transcript();
        private final Transcript nettys = new Transcript();
        private BodyFraming framing = BodyFraming.NONE;
        private int bodyStart;
        private int cuts;

        @Override
        public void make(Draft draft) {
            switch (draft.below(8)) {
                case 0 -> makeFlat(draft, LENGTH, new BodyFraming.Length(16));
                case 1 -> makeFlat(draft, UNTIL_CLOSE, BodyFraming.UNTIL_CLOSE);
                default -> makeChunked(draft);
            }
        }

        private void makeFlat(Draft draft, byte[] head, BodyFraming itsFraming) {
            framing = itsFraming;
            draft.put(head);
            bodyStart = draft.length();
            draft.put(TEXT, 0, draft.isOdd() ? draft.below(16) : 16 + draft.below(8));
            cuts = draft.below(5);
        }

        private void makeChunked(Draft draft) {
            framing = BodyFraming.CHUNKED;
            draft.put(CHUNKED);
            bodyStart = draft.length();
            for (int chunks = draft.below(4); chunks > 0; chunks--) {
                putChunk(draft, 1 + draft.below(TEXT.length - 1));
            }
            putSize(draft, 0);
            for (int trailers = draft.below(3); trailers > 0; trailers--) {
                draft.put(draft.one(TRAILERS, ODD_TRAILERS));
            }
            draft.put(draft.one(ENDS, ODD_ENDS));
            if (draft.oneIn(2)) {
                draft.put(NEXT);
            }
            draft.wound(BREAKERS, bodyStart);
            cuts = draft.below(5);
        }

        private static void putChunk(Draft draft, int size) {
            putSize(draft, size);
            draft.put(TEXT, 0, size).put(draft.one(ENDS, ODD_ENDS));
        }

        private static void putSize(Draft draft, int size) {
            if (draft.isOdd()) {
                draft.put(draft.one(ODD_SIZES));
            } else {
                draft.put(draft.one(ZEROS));
                if (size > 0xf) {
                    draft.put(Character.forDigit(size >> 4, 16));
                }
                int digit = Character.forDigit(size & 0xf, 16);
                draft.put(draft.oneIn(2) ? digit : Character.toUpperCase(digit));
            }
            draft.put(draft.one(EXTENSIONS, ODD_EXTENSIONS)).put(draft.one(ENDS, ODD_ENDS));
        }

        @Override
        public Verdict judge(Draft draft) throws Exception {
            ByteBuf in = Unpooled.wrappedBuffer(draft.bytes(), 0, draft.length());
            in.readerIndex(bodyStart);
            whole.start(framing);
            whole.read(in);
            int rest = in.readableBytes();
            compareToPieces(draft, in);
            in.readerIndex(0);
            netty.read(NettyMessage.strictResponses(false), in);
            return verdict(draft, rest, in.readableBytes());
        }

        /// What the whole gave, pieces must give. (A broken trailer may be found with its line end
        /// only.)
        private void compareToPieces(Draft draft, ByteBuf in) {
            int rest = in.readableBytes();
            in.setIndex(bodyStart, bodyStart);
            pieces.start(framing);
            for (int left = cuts; left >= 0; left--) {
                int end =
                        left == 0
                                ? draft.length()
                                : in.writerIndex()
                                        + draft.below(draft.length() - in.writerIndex() + 1);
                in.writerIndex(end);
                pieces.read(in);
            }
            write(ours, whole, rest);
            write(ofPieces, pieces, in.readableBytes());
            if (!ofPieces.matches(ours)) {
                throw draft.differs("whole " + ours, "ours, in pieces: " + ofPieces);
            }
        }

        private Verdict verdict(Draft draft, int ourRest, int nettyRest) {
            if (whole.isWhole()) {
                compareBodies(draft, ourRest, nettyRest);
                return Verdict.Plain.ALIKE;
            }
            return netty.end() == NettyMessage.End.COMPLETE
                    ? stricter(draft, draft.length() - ourRest)
                    : Verdict.Plain.NOT_ACCEPTED;
        }

        private void compareBodies(Draft draft, int ourRest, int nettyRest) {
            write(ours, whole, ourRest);
            boolean complete = netty.end() == NettyMessage.End.COMPLETE;
            write(nettys, netty.body(), complete, netty.trailers(), nettyRest);
            if (netty.end() == NettyMessage.End.REFUSED || !ours.matches(nettys)) {
                throw draft.differs(ours, netty.end() + " " + netty.refusal() + nettys);
            }
        }

        private static void write(Transcript to, OurBody body, int rest) {
            Http1BodyReader reader = body.reader();
            write(to, body.transcript(), reader.isComplete(), reader.trailers(), rest);
        }

        private static void write(
                Transcript to, Transcript body, boolean complete, Fields trailers, int rest) {
            to.clear();
            to.mark(complete ? 'E' : 'O').mark('B').all(body);
            if (complete) {
                to.mark('R').number(rest).mark('T').all(HeadTranscript.ofTrailers(trailers));
            }
        }

        /// The reason lies in the line where ours stopped, or in the lines behind the last chunk.
        private Verdict stricter(Draft draft, int stoppedAt) {
            String input = draft.text();
            if (LAST_CHUNK.matcher(input.substring(bodyStart, stoppedAt)).matches()) {
                if (!TRAILERS_BY_THE_RULES.matcher(input.substring(stoppedAt)).lookingAt()) {
                    return Stricter.TRAILER_LINE;
                }
            } else {
                int line = Math.max(input.lastIndexOf('\n', stoppedAt - 2) + 1, bodyStart);
                if (!SIZE_BY_THE_RULES.matcher(input.substring(line)).lookingAt()) {
                    return Stricter.CHUNK_SIZE_LINE;
                }
            }
            throw draft.differs(
                    whole.reader().isInvalid() ? "refused" : "waits",
                    netty.end() + " " + netty.body());
        }
    }

    /// What Netty puts up with in a body, and ours does not.
    private enum Stricter implements Verdict {
        /// Signs, prefixes, blanks, more than 15 digits (RFC 9112, 7.1), extensions that are none
        /// (7.1.1).
        CHUNK_SIZE_LINE,
        /// Lines that are folded, or have a blank before the colon, or no token as a name, or no
        /// colon.
        TRAILER_LINE
    }
}
