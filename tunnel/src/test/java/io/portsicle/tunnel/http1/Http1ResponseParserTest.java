package io.portsicle.tunnel.http1;

import static io.portsicle.tunnel.http1.Messages.bytes;
import static io.portsicle.tunnel.http1.Messages.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Stream;

class Http1ResponseParserTest {
    static final List<String> GOOD =
            List.of(
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\n",
                    "HTTP/1.0 200\r\n\r\n",
                    "\r\nHTTP/1.1 599 \t\u00e9 ?\nA:b\nC: d\n\n",
                    "HTTP/1.1 103 Early Hints\r\nLink : </a>\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\td \r\nB:\r\n x\r\n\r\n",
                    "HTTP/1.1 200 OK\nA: b\n c\nContent-Length: 5, 5\r\nContent-Length: 5\n\n",
                    "HTTP/1.1 200 OK\r\nSet-Cookie: " + "c".repeat(60_000) + "\r\n\r\n");

    private final Http1ResponseParser parser = new Http1ResponseParser(Http1Limits.DEFAULT);

    @Test
    void aHeadBecomesFieldsInTheirOrder() {
        parse("HTTP/1.1 418 I'm a teapot\r\nSet-Cookie: a\r\nX-B:  c \r\nset-cookie: b\r\n\r\n");

        assertThat(lines(parser.fields()))
                .containsExactly(":status: 418", "set-cookie: a", "x-b: c", "set-cookie: b");
        assertThat(parser.status()).isEqualTo(418);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "HTTP/1.1 200 OK, 200",
                "HTTP/1.1 200, 200",
                "`HTTP/1.1 200 `, 200",
                "HTTP/1.0 599 \u00e9\t!, 599",
                "HTTP/1.1 999 x, 999"
            })
    void theReasonPhraseMayBeMissing(String line, int status) {
        parse(line + "\r\n\r\n");
        assertThat(parser.status()).isEqualTo(status);
    }

    @Test
    void whatOldServersWriteIsRepaired() {
        parse("HTTP/1.1 200 OK\nA: b\n  c\r\n\td\nContent-Type \t: x\nE:\r\n f\n\n");

        assertThat(lines(parser.fields()).stream().map(line -> line.replaceAll("[ \t]+", " ")))
                .containsExactly(":status: 200", "a: b c d", "content-type: x", "e: f");
    }

    @Test
    void aLineFoldedToNothingIsEmpty() {
        parse("HTTP/1.1 200 OK\r\nA:\r\n \r\n\t\r\nB: c\r\n\r\n");
        assertThat(lines(parser.fields())).containsExactly(":status: 200", "a: ", "b: c");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("HTTP/2 200 OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/2.0 200 OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/1.2 200 OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("ICY 200 OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/1.1  200 OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/1.1 20 OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/1.1 2000 OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/1.1 099 OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/1.1 -20 OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/1.1 200OK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/1.1 200 O\rK\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("HTTP/1.1 200 O\u0000K\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments("<html>hello</html>\r\n", Http1Problem.BAD_STATUS_LINE),
                arguments(ok(" A: b"), Http1Problem.BAD_FIELD_LINE),
                arguments(ok("no colon"), Http1Problem.BAD_FIELD_LINE),
                arguments(ok(": b"), Http1Problem.BAD_FIELD_LINE),
                arguments(ok("A: b\rc"), Http1Problem.BAD_FIELD_LINE),
                arguments(ok("A: b\u0000c"), Http1Problem.BAD_FIELD_LINE),
                arguments(ok("A b: c"), Http1Problem.BAD_FIELD_LINE),
                arguments(
                        ok("Content-Length: 5\r\nContent-Length: 6"),
                        Http1Problem.BAD_CONTENT_LENGTH),
                arguments(ok("Content-Length: 5, 6"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(ok("Content-Length: 5,"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(ok("Content-Length:"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(ok("Content-Length: -1"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(ok("Content-Length: 1\r\n 2"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(
                        ok("Content-Length: 9223372036854775808"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(
                        ok("Content-Length: 5\r\nTransfer-Encoding: chunked"),
                        Http1Problem.TWO_FRAMINGS),
                arguments(ok("Transfer-Encoding: gzip"), Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(
                        ok("Transfer-Encoding: gzip, chunked"), Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(
                        ok("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
                        Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n",
                        Http1Problem.BAD_TRANSFER_ENCODING));
    }

    private static String ok(String lines) {
        return "HTTP/1.1 200 OK\r\n" + lines + "\r\n";
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatLeavesTheBodyInDoubtIsRefused(String head, Http1Problem problem) {
        assertThat(parser.parse(bytes(head + "\r\n"))).isEqualTo(HeadOutcome.INVALID);
        assertThat(parser.problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsRefusedIsRefusedByteByByteToo(String head, Http1Problem problem) {
        assertThat(parseInPieces(head + "\r\n", 0, 1)).isEqualTo(HeadOutcome.INVALID);
        assertThat(parser.problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @FieldSource("GOOD")
    @Timeout(20)
    void everySplitOfAHeadGivesTheSameResult(String head) {
        parse(head);
        List<String> whole = lines(parser.fields());

        int step = Math.max(1, head.length() / 500);
        for (int first = 0; first < head.length(); first += step) {
            assertThat(parseInPieces(head, first, head.length()))
                    .as("split at %d", first)
                    .isEqualTo(HeadOutcome.COMPLETE);
            assertThat(lines(parser.fields())).as("split at %d", first).isEqualTo(whole);
        }
        assertThat(parseInPieces(head, 0, 1)).isEqualTo(HeadOutcome.COMPLETE);
        assertThat(lines(parser.fields())).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"100, true", "102, true", "103, true", "101, false", "200, false", "204, false"})
    void interimHeadsAnnounceAnother(int status, boolean interim) {
        parse("HTTP/1.1 " + status + "\r\n\r\n");
        assertThat(parser.isInterim()).isEqualTo(interim);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 103, 204, 304})
    void someStatusesHaveNoBodyWhateverTheFieldsSay(int status) {
        parse("HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\n");
        assertThat(parser.framing(false)).isEqualTo(BodyFraming.NONE);
    }

    @Test
    void theAnswerToHeadHasNoBodyAndKeepsItsLength() {
        parse(ok("Content-Length: 5") + "\r\n");

        assertThat(parser.framing(true)).isEqualTo(BodyFraming.NONE);
        assertThat(parser.framing(false)).isEqualTo(new BodyFraming.Length(5));
        assertThat(lines(parser.fields())).containsExactly(":status: 200", "content-length: 5");
    }

    @Test
    void withoutFramingTheBodyLastsUntilTheClose() {
        parse("HTTP/1.1 200 OK\r\n\r\n");
        assertThat(parser.framing(false)).isSameAs(BodyFraming.UNTIL_CLOSE);

        parse(ok("transfer-encoding: Chunked") + "\r\n");
        assertThat(parser.framing(false)).isSameAs(BodyFraming.CHUNKED);
    }

    @Test
    void equalLengthsCountOnce() {
        parse(ok("Content-Length: 5 , 5\r\nContent-Length: 5") + "\r\n");

        assertThat(lines(parser.fields())).containsExactly(":status: 200", "content-length: 5");
        assertThat(parser.framing(false)).isEqualTo(new BodyFraming.Length(5));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "HTTP/1.1 200 OK, Connection: x, true",
                "HTTP/1.1 200 OK, Connection: close, false",
                "HTTP/1.0 200 OK, Connection: x, false",
                "HTTP/1.0 200 OK, Connection: keep-alive, true",
                "HTTP/1.1 204 No Content, Content-Length: 0, true",
                "HTTP/1.1 204 No Content, Content-Length: 5, false",
                "HTTP/1.1 204 No Content, Transfer-Encoding: chunked, false",
                "HTTP/1.1 304 Not Modified, Content-Length: 5, true",
            })
    void aConnectionIsNotKeptWhereAStrayBodyMayFollow(
            String line, String field, boolean keepAlive) {
        parse(line + "\r\n" + field + "\r\n\r\n");
        assertThat(parser.isKeepAlive()).isEqualTo(keepAlive);
    }

    @Test
    void afterAnInterimHeadTheFinalOneIsRead() {
        ByteBuf in =
                bytes(
                        "HTTP/1.1 103 Early Hints\r\n"
                                + "Link: a\r\n\r\n"
                                + "HTTP/1.1 200 OK\r\n"
                                + "Content-Length: 0\r\n\r\n"
                                + "rest");
        assertThat(parser.parse(in)).isEqualTo(HeadOutcome.COMPLETE);
        parser.reset();
        assertThat(parser.parse(in)).isEqualTo(HeadOutcome.COMPLETE);
        assertThat(lines(parser.fields())).containsExactly(":status: 200", "content-length: 0");
        assertThat(in.readableBytes()).isEqualTo(4);
    }

    private void parse(String head) {
        parser.reset();
        assertThat(parser.parse(bytes(head))).isEqualTo(HeadOutcome.COMPLETE);
    }

    private HeadOutcome parseInPieces(String head, int first, int size) {
        parser.reset();
        ByteBuf all = bytes(head);
        ByteBuf in = Unpooled.buffer(head.length());
        HeadOutcome outcome =
                first > 0 ? parser.parse(in.writeBytes(all, first)) : HeadOutcome.INCOMPLETE;
        while (outcome == HeadOutcome.INCOMPLETE && all.isReadable()) {
            outcome = parser.parse(in.writeBytes(all, Math.min(size, all.readableBytes())));
        }
        return outcome;
    }
}
