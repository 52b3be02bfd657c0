package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.stream.Stream;

/// Requests that two programs could read in two ways: refused, the connection closed, and nothing
/// behind them is served.
class SmugglingTest {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: {host}\r\n\r\n";

    @AutoClose
    private static final RawServer LOCAL =
            RawServer.start(
                    (request, connection) -> {
                        connection.body(request).readAllBytes();
                        connection.respond(200, "served");
                    });

    @AutoClose private static final Tunnel TUNNEL = Tunnel.to(LOCAL.port());

    @BeforeEach
    void forgetRequests() {
        LOCAL.forgetRequests();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguousHeads")
    void anAmbiguousHeadIsRefusedAndTheConnectionClosed(String shape, String request)
            throws IOException {
        assertThat(answersTo(request + SMUGGLED))
                .as(shape)
                .startsWith("HTTP/1.1 400 ")
                .satisfies(SmugglingTest::isOneAnswer);
        assertThat(LOCAL.requests()).as("what the local server saw of: %s", shape).isEmpty();
    }

    /// The head is good and goes on at once; the fault comes later. The local server may have seen
    /// the first request, never a second one.
    @ParameterizedTest(name = "{0}")
    @MethodSource("faultyBodies")
    void aFaultyBodyEndsTheConnectionAndNothingBehindItIsServed(String shape, String body)
            throws IOException {
        String request =
                "POST /first HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n";

        String answers = answersTo(request + body + SMUGGLED);

        assertThat(answers)
                .as(shape)
                .startsWith("HTTP/1.1 400 ")
                .satisfies(SmugglingTest::isOneAnswer);
        assertThat(LOCAL.requests())
                .as("what the local server saw of: %s", shape)
                .noneMatch(seen -> seen.target().contains("smuggled"));
    }

    static Stream<Arguments> ambiguousHeads() {
        String host = "Host: {host}\r\n";
        return Stream.of(
                head(
                        "both lengths",
                        host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                        "0\r\n\r\n"),
                head(
                        "both lengths, reversed",
                        host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                        "0\r\n\r\n"),
                head(
                        "two transfer encodings",
                        host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                        "0\r\n\r\n"),
                head(
                        "chunked twice",
                        host + "Transfer-Encoding: chunked, chunked\r\n",
                        "0\r\n\r\n"),
                head("unknown coding", host + "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
                head(
                        "gzip before chunked",
                        host + "Transfer-Encoding: gzip, chunked\r\n",
                        "0\r\n\r\n"),
                head(
                        "chunked, then identity",
                        host + "Transfer-Encoding: chunked, identity\r\n",
                        "0\r\n\r\n"),
                head("quoted coding", host + "Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"),
                head(
                        "vertical tab before coding",
                        host + "Transfer-Encoding: \u000bchunked\r\n",
                        "0\r\n\r\n"),
                head(
                        "space before the colon",
                        host + "Transfer-Encoding : chunked\r\n",
                        "0\r\n\r\n"),
                head("space before a length's colon", host + "Content-Length : 0\r\n", ""),
                head("tab before the colon", host + "X-Field\t: v\r\n", ""),
                head("folded line", host + "Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
                head("folded value", host + "X-Field: a\r\n\tb\r\n", ""),
                head("space before the first field", " X-Field: a\r\n" + host, ""),
                head("two hosts", host + "Host: other.example\r\n", ""),
                head("the same host twice", host + host, ""),
                head("no host", "X-Field: a\r\n", ""),
                head("a host with a path", "Host: a.localhost/b\r\n", ""),
                head("a host with a user", "Host: user@a.localhost\r\n", ""),
                head("two hosts in one", "Host: a.localhost, b.localhost\r\n", ""),
                head(
                        "lengths that differ",
                        host + "Content-Length: 0\r\nContent-Length: 5\r\n",
                        ""),
                head("a list of lengths", host + "Content-Length: 5, 5\r\n", "hello"),
                head(
                        "the same length twice",
                        host + "Content-Length: 5\r\nContent-Length: 5\r\n",
                        "hello"),
                head("a signed length", host + "Content-Length: +5\r\n", "hello"),
                head("a negative length", host + "Content-Length: -1\r\n", ""),
                head("a hexadecimal length", host + "Content-Length: 0x5\r\n", "hello"),
                head("a length with a space", host + "Content-Length: 1 0\r\n", "hello"),
                head(
                        "a length that overflows",
                        host + "Content-Length: 99999999999999999999\r\n",
                        ""),
                head("an empty length", host + "Content-Length:\r\n", ""),
                head(
                        "a bare carriage return in a value",
                        host + "X-Field: a\rTransfer-Encoding: chunked\r\n",
                        ""),
                head("a bare line feed after a field", host + "X-Field: a\nX-Other: b\r\n", ""),
                head("a zero byte in a value", host + "X-Field: a\u0000b\r\n", ""),
                head("a zero byte in a name", host + "X\u0000Field: a\r\n", ""),
                head("a field without a name", host + ": a\r\n", ""),
                head("a line without a colon", host + "X-Field\r\n", ""),
                head("an illegal name", host + "X(Field): a\r\n", ""),
                raw(
                        "a bare line feed after the request line",
                        "GET /first HTTP/1.1\nHost: {host}\r\n\r\n"),
                raw("bare line feeds only", "GET /first HTTP/1.1\nHost: {host}\n\n"),
                raw(
                        "chunked on HTTP/1.0",
                        "POST /first HTTP/1.0\r\n"
                                + "Host: {host}\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "0\r\n\r\n"),
                raw(
                        "two spaces in the request line",
                        "GET  /first HTTP/1.1\r\nHost: {host}\r\n\r\n"),
                raw("a space in the target", "GET /first second HTTP/1.1\r\nHost: {host}\r\n\r\n"),
                raw("a tab in the request line", "GET\t/first HTTP/1.1\r\nHost: {host}\r\n\r\n"),
                raw(
                        "a control byte in the target",
                        "GET /fi\u0001rst HTTP/1.1\r\nHost: {host}\r\n\r\n"),
                raw("no version", "GET /first\r\nHost: {host}\r\n\r\n"),
                raw("an illegal method", "G(T /first HTTP/1.1\r\nHost: {host}\r\n\r\n"),
                raw("a target without a slash", "GET first HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    }

    static Stream<Arguments> faultyBodies() {
        return Stream.of(
                Arguments.of("a signed chunk size", "+3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a prefixed chunk size", "0x3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a negative chunk size", "-3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a space before the chunk size", " 3\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("an underscore in the chunk size", "1_0\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("an empty chunk size", "\r\nabc\r\n0\r\n\r\n"),
                Arguments.of(
                        "a chunk size that overflows", "10000000000000003\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("a bare line feed after the chunk size", "3\nabc\r\n0\r\n\r\n"),
                Arguments.of("a bare carriage return after the chunk size", "3\rabc\r\n0\r\n\r\n"),
                Arguments.of("a bare line feed after a chunk", "3\r\nabc\n0\r\n\r\n"),
                Arguments.of("a chunk that is longer than it said", "3\r\nabcd\r\n0\r\n\r\n"),
                Arguments.of("a bare line feed in an extension", "3;a=b\nabc\r\n0\r\n\r\n"),
                Arguments.of("a folded trailer", "0\r\nX-Sum: a\r\n b\r\n\r\n"),
                Arguments.of("a space before a trailer's colon", "0\r\nX-Sum : a\r\n\r\n"),
                Arguments.of("a bare line feed after the last chunk", "0\n\n"));
    }

    private static Arguments head(String shape, String fields, String body) {
        return raw(shape, "POST /first HTTP/1.1\r\n" + fields + "\r\n" + body);
    }

    private static Arguments raw(String shape, String request) {
        return Arguments.of(shape, request);
    }

    private static void isOneAnswer(String answers) {
        assertThat(answers.lines().filter(line -> line.matches("HTTP/1\\.. [0-9]{3} .*")))
                .hasSize(1);
    }

    /// All that the relay says until it closes the connection; a connection that stays open fails
    /// the test.
    private static String answersTo(String requests) throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            return visitor.send(requests).readToEnd();
        }
    }
}
