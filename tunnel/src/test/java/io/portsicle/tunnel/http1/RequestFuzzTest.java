package io.portsicle.tunnel.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.fuzz.Comparison;
import io.portsicle.tunnel.fuzz.Draft;
import io.portsicle.tunnel.fuzz.Fuzzing;
import io.portsicle.tunnel.fuzz.Transcript;
import io.portsicle.tunnel.fuzz.Verdict;

import org.junit.jupiter.api.Test;

/// Random requests with their bodies, as a whole and in pieces, made of what parsers disagree
/// about.
class RequestFuzzTest {
    private static final String START = Grammar.EMPTY_LINES + Grammar.TOKEN + " ";
    private static final String LINE = START + Grammar.TARGET + " (?-i:HTTP)/1\\.[01]\\r\\n";

    @Test
    void nettyReadsTheRequestsThatWeAcceptAsWeDo() throws Exception {
        Fuzzing.run("Request", Requests::new);
    }

    private static final class Requests implements Comparison {
        private final Http1RequestParser parser = new Http1RequestParser(Http1Limits.DEFAULT);
        private final Http1RequestParser piecewise = new Http1RequestParser(Http1Limits.DEFAULT);
        private final OurBody body = new OurBody();
        private final HeadTranscript head = new HeadTranscript();
        private final HeadTranscript headOfPieces = new HeadTranscript();
        private final NettyMessage netty = new NettyMessage();
        private final Transcript ours = new Transcript();
        private final Transcript nettys = new Transcript();
        private int cuts;

        @Override
        public void make(Draft draft) {
            cuts = draft.below(4);
            RandomRequest.put(draft);
        }

        @Override
        public Verdict judge(Draft draft) throws Exception {
            ByteBuf in = Unpooled.wrappedBuffer(draft.bytes(), 0, draft.length());
            parser.reset();
            HeadOutcome outcome = parser.parse(in);
            boolean complete = outcome == HeadOutcome.COMPLETE;
            int headEnd = in.readerIndex();
            if (complete) {
                writeHead(head, parser, draft);
            }
            comparePieces(draft, complete, headEnd);
            ByteBuf nettysIn = Unpooled.wrappedBuffer(draft.bytes(), 0, draft.length());
            netty.read(NettyMessage.requests(), nettysIn);
            if (!complete) {
                return netty.message() == null
                        ? Verdict.Plain.NOT_ACCEPTED
                        : stricter(draft, outcome);
            }
            if (netty.message() == null || !head.transcript().matches(netty.head())) {
                throw draft.differs(
                        head.transcript(), netty.end() + " " + netty.refusal() + netty.head());
            }
            return compareBodies(draft, in, nettysIn);
        }

        private void comparePieces(Draft draft, boolean complete, int headEnd) {
            ByteBuf in = Unpooled.wrappedBuffer(draft.bytes(), 0, draft.length());
            in.writerIndex(0);
            piecewise.reset();
            HeadOutcome outcome = HeadOutcome.INCOMPLETE;
            for (int left = cuts; left >= 0 && outcome == HeadOutcome.INCOMPLETE; left--) {
                int from = in.writerIndex();
                in.writerIndex(
                        left == 0 ? draft.length() : from + draft.below(draft.length() - from + 1));
                outcome = piecewise.parse(in);
            }
            if (complete != (outcome == HeadOutcome.COMPLETE)) {
                throw draft.differs("whole: " + complete, "ours, in pieces: " + outcome);
            }
            if (complete) {
                writeHead(headOfPieces, piecewise, draft);
                if (in.readerIndex() != headEnd
                        || !headOfPieces.transcript().matches(head.transcript())) {
                    throw draft.differs(
                            "whole: " + head.transcript(),
                            "ours, in pieces: " + headOfPieces.transcript());
                }
            }
        }

        private static void writeHead(HeadTranscript to, Http1RequestParser from, Draft draft) {
            byte[] a = draft.bytes();
            int target = 0;
            while (a[target] == '\r' || a[target] == '\n') {
                target++;
            }
            while (a[target] != ' ') {
                target++;
            }
            int end = ++target;
            while (a[end] != ' ') {
                end++;
            }
            to.clear();
            to.startRequest(from.fields(), a, target, end);
            to.fields(from.fields());
            to.framing(from.framing());
            to.keepAlive(from.isKeepAlive());
        }

        private Verdict compareBodies(Draft draft, ByteBuf in, ByteBuf nettysIn) {
            body.start(parser.framing());
            body.read(in);
            if (!body.isWhole()) {
                return Verdict.Plain.NOT_ACCEPTED; // BodyFuzzTest knows the reasons
            }
            ours.clear();
            ours.number(in.readableBytes()).all(body.transcript());
            ours.mark('T').all(HeadTranscript.ofTrailers(body.reader().trailers()));
            nettys.clear();
            nettys.number(nettysIn.readableBytes()).all(netty.body());
            nettys.mark('T').all(HeadTranscript.ofTrailers(netty.trailers()));
            if (netty.end() != NettyMessage.End.COMPLETE || !ours.matches(nettys)) {
                throw draft.differs(ours, netty.end() + " " + nettys);
            }
            return Verdict.Plain.ALIKE;
        }

        private Verdict stricter(Draft draft, HeadOutcome outcome) {
            return NamedRefusal.of(Stricter.values(), parser, outcome, draft, netty.head());
        }
    }

    /// What Netty puts up with in a request, and ours does not.
    private enum Stricter implements NamedRefusal {
        /// More than one space, other versions, control characters.
        REQUEST_LINE(Http1Problem.BAD_REQUEST_LINE, "(?!" + LINE + ").*"),
        VERSION(Http1Problem.UNSUPPORTED_VERSION, "(?!" + LINE + ").*"),
        /// What is neither a path nor `*` for OPTIONS nor an http or https URI, or has a fragment.
        TARGET(
                Http1Problem.BAD_TARGET,
                "(?!"
                        + START
                        + "(/|https?://)"
                        + Grammar.TARGET
                        + " |"
                        + START
                        + "/ |"
                        + Grammar.EMPTY_LINES
                        + "(?-i:OPTIONS) \\* ).*"),
        CONNECT(Http1Problem.CONNECT, Grammar.EMPTY_LINES + "CONNECT .*"),
        NO_HOST(Http1Problem.NO_HOST, "(?!((?!\\r\\n\\r\\n).)*\\nhost:).*"),
        SEVERAL_HOSTS(Http1Problem.SEVERAL_HOSTS, ".*\\nhost:.*\\nhost:.*"),
        /// User information, a wrong port, nothing, characters of no name.
        HOST(
                Http1Problem.BAD_HOST,
                ".*\\nhost:(?!"
                        + Grammar.BLANKS
                        + Grammar.AUTHORITY
                        + Grammar.BLANKS
                        + "\\r\\n).*|"
                        + START
                        + "https?://(?!"
                        + Grammar.AUTHORITY
                        + "[/? ]).*"),
        FIELD_LINE(Http1Problem.BAD_FIELD_LINE, "(?!" + LINE + Grammar.STRICT_LINES + ").*"),
        CONTENT_LENGTH(
                Http1Problem.BAD_CONTENT_LENGTH,
                ".*\\ncontent-length:(?!"
                        + Grammar.BLANKS
                        + "\\d{1,19}"
                        + Grammar.BLANKS
                        + "\\r\\n).*|.*\\ncontent-length:.*\\ncontent-length:.*"),
        TRANSFER_ENCODING(
                Http1Problem.BAD_TRANSFER_ENCODING,
                ".*\\ntransfer-encoding:(?!"
                        + Grammar.BLANKS
                        + "chunked"
                        + Grammar.BLANKS
                        + "\\r"
                        + "\\n"
                        + ").*|[^\\n"
                        + "]* HTTP/1\\.0.*|.*\\n"
                        + "transfer-encoding:.*\\n"
                        + "transfer-encoding:.*");

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
