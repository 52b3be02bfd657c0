package io.portsicle.tunnel.http1;

import static io.portsicle.tunnel.http1.Messages.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/// Random requests, healthy and broken, in random pieces: the pieces never change what is
/// understood.
class RandomSplitsTest {
    private static final int RUNS = 40_000;

    private final Http1RequestParser parser = new Http1RequestParser(Http1Limits.DEFAULT);
    private final Http1BodyReader reader = new Http1BodyReader();
    private final Random random = new Random(11);

    private record Read(
            HeadOutcome head,
            List<String> fields,
            boolean whole,
            String body,
            List<String> trailers,
            int rest) {}

    @Test
    void piecesReadLikeTheWhole() {
        RandomRequests requests = new RandomRequests(random);
        for (int run = 0; run < RUNS; run++) {
            String request = requests.next();
            Read whole = read(request, request.length());
            Read pieces = read(request, 1 + random.nextInt(12));
            if (whole.head() == HeadOutcome.COMPLETE) {
                assertThat(pieces).as(request).isEqualTo(whole);
            } else {
                assertThat(pieces.head()).as(request).isNotEqualTo(HeadOutcome.COMPLETE);
            }
        }
    }

    private Read read(String request, int pieceSize) {
        parser.reset();
        ByteBuf all = bytes(request);
        ByteBuf in = Unpooled.buffer(request.length());
        HeadOutcome outcome = HeadOutcome.INCOMPLETE;
        while (outcome == HeadOutcome.INCOMPLETE && all.isReadable()) {
            outcome = parser.parse(in.writeBytes(all, Math.min(pieceSize, all.readableBytes())));
        }
        if (outcome != HeadOutcome.COMPLETE) {
            return new Read(outcome, List.of(), false, "", List.of(), 0);
        }
        List<String> fields = Messages.lines(parser.fields());
        reader.start(parser.framing());
        String body = drain(in);
        while (!reader.isComplete() && !reader.isInvalid() && all.isReadable()) {
            body += drain(in.writeBytes(all, Math.min(pieceSize, all.readableBytes())));
        }
        boolean whole = reader.isComplete();
        int rest = whole ? in.readableBytes() + all.readableBytes() : 0;
        return new Read(
                outcome,
                fields,
                whole,
                body,
                whole ? Messages.lines(reader.trailers()) : List.of(),
                rest);
    }

    private String drain(ByteBuf in) {
        StringBuilder body = new StringBuilder();
        for (ByteBuf piece = reader.read(in); piece != null; piece = reader.read(in)) {
            body.append(piece.toString(ISO_8859_1));
            piece.release();
        }
        return body.toString();
    }
}
