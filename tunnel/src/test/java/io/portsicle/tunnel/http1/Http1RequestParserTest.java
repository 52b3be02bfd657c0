package io.portsicle.tunnel.http1;

import static io.portsicle.tunnel.http1.Messages.bytes;
import static io.portsicle.tunnel.http1.Messages.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

class Http1RequestParserTest {
    /// Whole heads that pass, for every test that goes over all of them.
    static final List<String> GOOD =
            List.of(
                    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET / HTTP/1.0\r\n\r\n",
                    "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                    "OPTIONS * HTTP/1.1\r\nHost: a:80\r\n\r\n",
                    "OPTIONS http://b HTTP/1.1\r\nHost: a:80\r\n\r\n",
                    "GET HTTPS://b:8080?x=1 HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET http://b/c HTTP/1.0\r\nEmpty:\r\n\r\n",
                    "BREW-IT /pot/%2F/..//?q=a|b\"{}&r=^` HTTP/1.1\r\n"
                            + "HOST:\t[::1]:3000 \t\r\n"
                            + "x!#$%&'*+.^_`|~9: \"\t\u00e9\"\r\n\r\n",
                    "POST /up HTTP/1.1\r\n"
                            + "Host: a\r\n"
                            + "Content-Length: 9223372036854775807\r\n"
                            + "Expect: 100-Continue\r\n\r\n",
                    "POST /up HTTP/1.1\r\n"
                            + "Host: a\r\n"
                            + "Transfer-Encoding: CHUNKED\r\n"
                            + "Connection: keep-alive , close,\r\n\r\n",
                    "GET / HTTP/1.1\r\nCookie: " + "c".repeat(60_000) + "\r\nhost: a\r\n\r\n");

    private final Http1RequestParser parser = new Http1RequestParser(Http1Limits.DEFAULT);

    @Test
    void aHeadBecomesFieldsInTheirOrderWithoutHost() {
        parse(
                "GET /a?b HTTP/1.1\r\n"
                        + "X-One: 1\r\n"
                        + "Host: demo.localhost:8080\r\n"
                        + "ACCEPT:*/*\r\n"
                        + "X-One:  2 \t\r\n"
                        + "Empty:\r\n\r\n");

        assertThat(lines(parser.fields()))
                .containsExactly(
                        ":method: GET",
                        ":authority: demo.localhost:8080",
                        ":path: /a?b",
                        "x-one: 1",
                        "accept: */*",
                        "x-one: 2",
                        "empty: ");
        assertThat(parser.fields().known(4)).isEqualTo(KnownField.ACCEPT);
        assertThat(parser.isHttp10()).isFalse();
    }

    @Test
    void theBodyAndTheNextRequestStayUnread() {
        ByteBuf in =
                bytes(
                        "POST / HTTP/1.1\r\n"
                                + "Host: a\r\n"
                                + "Content-Length: 2\r\n\r\n"
                                + "hiGET /2 HTTP/1.1\r\n"
                                + "Host: b\r\n\r\n");

        assertThat(parser.parse(in)).isEqualTo(HeadOutcome.COMPLETE);
        assertThat(parser.framing()).isEqualTo(new BodyFraming.Length(2));
        in.skipBytes(2);
        parser.reset();

        assertThat(parser.parse(in)).isEqualTo(HeadOutcome.COMPLETE);
        assertThat(lines(parser.fields()))
                .containsExactly(":method: GET", ":authority: b", ":path: /2");
        assertThat(parser.framing()).isEqualTo(BodyFraming.NONE);
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void nothingIsConsumedBeforeTheHeadIsComplete() {
        ByteBuf in = bytes("GET / HTTP/1.1\r\nHost: a\r\n\r");

        assertThat(parser.parse(in)).isEqualTo(HeadOutcome.INCOMPLETE);
        assertThat(in.readerIndex()).isZero();
        assertThatThrownBy(parser::problem).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @FieldSource("GOOD")
    void everySplitOfAHeadGivesTheSameResult(String head) {
        parse(head);
        List<String> whole = lines(parser.fields());
        BodyFraming framing = parser.framing();

        int step = Math.max(1, head.length() / 500);
        for (int first = 0; first < head.length(); first += step) {
            assertThat(parseInPieces(head, first, head.length() - first))
                    .as("split at %d", first)
                    .isEqualTo(HeadOutcome.COMPLETE);
            assertThat(lines(parser.fields())).as("split at %d", first).isEqualTo(whole);
            assertThat(parser.framing()).isEqualTo(framing);
        }
    }

    @ParameterizedTest
    @FieldSource("GOOD")
    @Timeout(20)
    void aHeadThatComesByteByByteIsReadAll(String head) {
        parse(head);
        List<String> whole = lines(parser.fields());

        assertThat(parseInPieces(head, 0, 1)).isEqualTo(HeadOutcome.COMPLETE);

        assertThat(lines(parser.fields())).isEqualTo(whole);
    }

    static Stream<Arguments> refused() {
        String host = "Host: a\r\n";
        return Stream.of(
                // start line
                arguments("GET  / HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET /  HTTP/1.1\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("GET /\tHTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments(" GET / HTTP/1.1\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("G@T / HTTP/1.1\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("\nGET / HTTP/1.1\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("\r\r\nGET / HTTP/1.1\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments(
                        "\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n" + host,
                        Http1Problem.BAD_REQUEST_LINE),
                arguments("GET / HTTP/1.1 \r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("GET / http/1.1\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("GET / HTTP/1.1\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("GET / HTTP/1.1\r" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("GET / HTTP/11.1\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("GET / X\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("GET /\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("GET / HTTP/2.0\r\n" + host, Http1Problem.UNSUPPORTED_VERSION),
                arguments("GET / HTTP/1.2\r\n" + host, Http1Problem.UNSUPPORTED_VERSION),
                arguments("GET / HTTP/0.9\r\n" + host, Http1Problem.UNSUPPORTED_VERSION),
                arguments("PRI * HTTP/2.0\r\n", Http1Problem.UNSUPPORTED_VERSION),
                arguments("CONNECT a:443 HTTP/1.1\r\n" + host, Http1Problem.CONNECT),
                arguments("CONNECT / HTTP/1.1\r\n" + host, Http1Problem.CONNECT),
                // target
                arguments("GET /a b HTTP/1.1\r\n" + host, Http1Problem.BAD_REQUEST_LINE),
                arguments("GET /a#b HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET /\u00e9 HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET /a\u0000 HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET /a\u007f HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET /a\r/b HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET * HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("OPTIONS ** HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET a HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET a:80 HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET ftp://a/ HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET http:/a HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET httpx://a/ HTTP/1.1\r\n" + host, Http1Problem.BAD_TARGET),
                arguments("GET http:// HTTP/1.1\r\n" + host, Http1Problem.BAD_HOST),
                arguments("GET http:///a HTTP/1.1\r\n" + host, Http1Problem.BAD_HOST),
                arguments("GET http://u@a/ HTTP/1.1\r\n" + host, Http1Problem.BAD_HOST),
                arguments("GET http://a:b/ HTTP/1.1\r\n" + host, Http1Problem.BAD_HOST),
                arguments("GET http://a\\@b/ HTTP/1.1\r\n" + host, Http1Problem.BAD_HOST),
                // host
                arguments("GET / HTTP/1.1\r\n", Http1Problem.NO_HOST),
                arguments("GET http://a/ HTTP/1.1\r\n", Http1Problem.NO_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n", Http1Problem.SEVERAL_HOSTS),
                arguments("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n", Http1Problem.SEVERAL_HOSTS),
                arguments("GET / HTTP/1.1\r\nHost:\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a/b\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a@b\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a b\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a,b\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a?\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a%2e\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: \u00e9\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: :80\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a:65536\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a:000080\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: a:+80\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: [::1\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: []\r\n", Http1Problem.BAD_HOST),
                arguments("GET / HTTP/1.1\r\nHost: [::1]x\r\n", Http1Problem.BAD_HOST),
                // field lines
                arguments("GET / HTTP/1.1\r\n" + host + "A : b\r\n", Http1Problem.BAD_FIELD_LINE),
                arguments(
                        "GET / HTTP/1.1\r\n" + host + "Content-Length : 3\r\n",
                        Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\n A: b\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA: b\r\n c\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA: b\r\n\tc\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA: b\r\n \r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA: b\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA: b\rc\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA: b\r\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA: b\u0000\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA: b\u000b\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments(
                        "GET / HTTP/1.1\r\nA: 0123456\u007f\r\n" + host,
                        Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\n: b\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA\u0000: b\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\nA(: b\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\n\u00c9: b\r\n" + host, Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\n" + host + "\n", Http1Problem.BAD_FIELD_LINE),
                arguments("GET / HTTP/1.1\r\n" + host + "\rX", Http1Problem.BAD_FIELD_LINE),
                arguments(
                        "GET / HTTP/1.1\r\n" + host + ":method: POST\r\n",
                        Http1Problem.BAD_FIELD_LINE),
                // framing
                arguments(
                        post("Content-Length: 5\r\nContent-Length: 5"),
                        Http1Problem.BAD_CONTENT_LENGTH),
                arguments(
                        post("Content-Length: 5\r\nContent-Length: 6"),
                        Http1Problem.BAD_CONTENT_LENGTH),
                arguments(post("Content-Length: 5, 5"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(post("Content-Length: +5"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(post("Content-Length: -5"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(post("Content-Length: 0x5"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(post("Content-Length: 5 5"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(post("Content-Length:"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(post("Content-Length: \u00b2"), Http1Problem.BAD_CONTENT_LENGTH),
                arguments(
                        post("Content-Length: 9223372036854775808"),
                        Http1Problem.BAD_CONTENT_LENGTH),
                arguments(
                        post("Content-Length: 18446744073709551621"),
                        Http1Problem.BAD_CONTENT_LENGTH),
                arguments(
                        post("Transfer-Encoding: chunked\r\nContent-Length: 5"),
                        Http1Problem.TWO_FRAMINGS),
                arguments(
                        post("Content-Length: 5\r\nTransfer-Encoding: chunked"),
                        Http1Problem.TWO_FRAMINGS),
                arguments(
                        post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
                        Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(
                        post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked"),
                        Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(
                        post("Transfer-Encoding: gzip, chunked"),
                        Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(
                        post("Transfer-Encoding: chunked, identity"),
                        Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(post("Transfer-Encoding: xchunked"), Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(
                        post("Transfer-Encoding: \"chunked\""), Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(
                        post("Transfer-Encoding: chunked;q=1"), Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(post("Transfer-Encoding:"), Http1Problem.BAD_TRANSFER_ENCODING),
                arguments(
                        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n",
                        Http1Problem.BAD_TRANSFER_ENCODING));
    }

    private static String post(String framing) {
        return "POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n";
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCouldBeReadInTwoWaysIsRefused(String head, Http1Problem problem) {
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
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "/, a, /",
                "//evil.example/x, a, //evil.example/x",
                "/a@b:80/c, a, /a@b:80/c",
                "/?u=http://x/, a, /?u=http://x/",
                "http://b/c?d, b, /c?d",
                "http://b:81, b:81, /",
                "http://b?c, b, /?c",
                "HTTPS://B.example:/c, B.example:, /c",
                "http://[::1]:3000/c, [::1]:3000, /c",
            })
    void anAbsoluteTargetWinsOverHostAndOthersStayAsTheyAre(
            String target, String authority, String path) {
        parse("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(lines(parser.fields()))
                .containsExactly(":method: GET", ":authority: " + authority, ":path: " + path);
    }

    @Test
    void optionsForAWholeServerIsAStar() {
        parse("OPTIONS http://b HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(lines(parser.fields()))
                .containsExactly(":method: OPTIONS", ":authority: b", ":path: *");
    }

    @Test
    void anHttp10RequestMayLackAHost() {
        parse("GET /x HTTP/1.0\r\nAccept: a\r\n\r\n");
        assertThat(lines(parser.fields()))
                .containsExactly(":method: GET", ":path: /x", "accept: a");
        assertThat(parser.isHttp10()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "1.1, -, true",
                "1.1, close, false",
                "1.1, Close, false",
                "1.1, `upgrade,close`, false",
                "1.1, `a ,\tCLOSE\t, b`, false",
                "1.1, closed, true",
                "1.1, keep-alive, true",
                "1.1, `keep-alive, close`, false",
                "1.0, -, false",
                "1.0, keep-alive, true",
                "1.0, `x, Keep-Alive`, true",
                "1.0, `keep-alive, close`, false",
                "1.0, keepalive, false",
            })
    void connectionDecidesWhetherItLivesOn(String version, String connection, boolean keepAlive) {
        parse(
                "GET / HTTP/"
                        + version
                        + "\r\nHost: a\r\n"
                        + (connection == null ? "" : "Connection: " + connection + "\r\n")
                        + "\r\n");
        assertThat(parser.isKeepAlive()).isEqualTo(keepAlive);
    }

    @Test
    void connectionMayComeInSeveralLines() {
        parse(
                "GET / HTTP/1.1\r\n"
                        + "Host: a\r\n"
                        + "Connection: x\r\n"
                        + "Connection: close\r\n"
                        + "Connection: keep-alive\r\n\r\n");
        assertThat(parser.isKeepAlive()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, 100-continue, true",
        "1.1, 100-Continue, true",
        "1.1, other, false",
        "1.0, 100-continue, false"
    })
    void onlyAnHttp11VisitorWaitsForContinue(String version, String expect, boolean waits) {
        parse(
                "POST / HTTP/"
                        + version
                        + "\r\nHost: a\r\nExpect: "
                        + expect
                        + "\r\nContent-Length: 1\r\n\r\n");
        assertThat(parser.expectsContinue()).isEqualTo(waits);
    }

    @Test
    void framingIsWhatTheFieldsSay() {
        parse("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 007\r\n\r\n");
        assertThat(parser.framing()).isEqualTo(new BodyFraming.Length(7));

        parse("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n");
        assertThat(parser.framing()).isSameAs(BodyFraming.CHUNKED);
    }

    @Test
    void aHeadMayBeAsLargeAsTheLimitAndNoLarger() {
        Http1RequestParser small = new Http1RequestParser(new Http1Limits(100, 10));
        String head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        String fits = head + "x".repeat(100 - head.length() - 4) + "\r\n\r\n";

        assertThat(small.parse(bytes(fits + "body"))).isEqualTo(HeadOutcome.COMPLETE);
        small.reset();
        assertThat(small.parse(bytes(fits.replace("X: ", "X: x")))).isEqualTo(HeadOutcome.INVALID);
        assertThat(small.problem()).isEqualTo(Http1Problem.HEAD_TOO_LARGE);
        assertThat(small.problem().status()).isEqualTo(431);
    }

    @Test
    void aHeadThatCanNotFitAnyMoreIsRefusedBeforeItEnds() {
        assertThat(parseInPieces("GET /" + "x".repeat(70_000), 0, 1000))
                .isEqualTo(HeadOutcome.INVALID);
        assertThat(parser.problem()).isEqualTo(Http1Problem.HEAD_TOO_LARGE);
    }

    @Test
    void thereMayBeAsManyFieldsAsTheLimitAndNoMore() {
        Http1RequestParser small = new Http1RequestParser(new Http1Limits(4096, 4));

        assertThat(
                        small.parse(
                                bytes(
                                        "GET / HTTP/1.1\r\nHost: a\r\n"
                                                + "X: 1\r\n".repeat(3)
                                                + "\r\n")))
                .isEqualTo(HeadOutcome.COMPLETE);
        small.reset();
        assertThat(
                        small.parse(
                                bytes(
                                        "GET / HTTP/1.1\r\nHost: a\r\n"
                                                + "X: 1\r\n".repeat(4)
                                                + "\r\n")))
                .isEqualTo(HeadOutcome.INVALID);
        assertThat(small.problem()).isEqualTo(Http1Problem.TOO_MANY_FIELDS);
    }

    @Test
    void afterAResetNothingOfTheLastRequestIsLeft() {
        parse("POST http://b/ HTTP/1.0\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\n");
        assertThat(parser.isKeepAlive()).isTrue();

        parse("GET / HTTP/1.0\r\n\r\n");

        assertThat(lines(parser.fields())).containsExactly(":method: GET", ":path: /");
        assertThat(parser.framing()).isEqualTo(BodyFraming.NONE);
        assertThat(parser.isKeepAlive()).isFalse();
    }

    private void parse(String head) {
        parser.reset();
        assertThat(parser.parse(bytes(head))).isEqualTo(HeadOutcome.COMPLETE);
    }

    /// Feeds `first` bytes (if any), then pieces of `size`; stops where the parser does.
    private HeadOutcome parseInPieces(String head, int first, int size) {
        parser.reset();
        ByteBuf all = bytes(head);
        ByteBuf in = Unpooled.buffer(head.length());
        HeadOutcome outcome = HeadOutcome.INCOMPLETE;
        if (first > 0) {
            outcome = parser.parse(in.writeBytes(all, first));
        }
        while (outcome == HeadOutcome.INCOMPLETE && all.isReadable()) {
            outcome = parser.parse(in.writeBytes(all, Math.min(size, all.readableBytes())));
        }
        return outcome;
    }
}
