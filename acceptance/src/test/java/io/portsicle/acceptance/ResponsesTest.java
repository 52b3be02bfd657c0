package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.LocalConnection;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.visitor.Curl;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.ChunkedInput;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What the local server answers reaches the visitor as it was answered.
class ResponsesTest {
    @AutoClose private static final RawServer LOCAL = RawServer.start(ResponsesTest::serve);

    @AutoClose private static final Tunnel TUNNEL = Tunnel.to(LOCAL.port());

    @Test
    void anAnswerToHeadKeepsItsLengthAndHasNoBody() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawHead head = visitor.request("HEAD", "/head").readHead();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.values("content-length")).containsExactly("12345");
            assertThat(visitor.get("/hello").text()).isEqualTo("hello");
        }
    }

    @Test
    void noContentHasNeitherBodyNorFraming() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawHead head = visitor.request("DELETE", "/204").readHead();

            assertThat(head.status()).isEqualTo(204);
            assertThat(head.values("content-length")).isEmpty();
            assertThat(head.values("transfer-encoding")).isEmpty();
            assertThat(visitor.get("/hello").text()).isEqualTo("hello");
        }
    }

    @Test
    void notModifiedKeepsItsFieldsAndHasNoBody() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawHead head = visitor.request("GET", "/304", "If-None-Match: \"v1\"").readHead();

            assertThat(head.status()).isEqualTo(304);
            assertThat(head.values("etag")).containsExactly("\"v1\"");
            assertThat(visitor.get("/hello").text()).isEqualTo("hello");
        }
        assertThat(LOCAL.requests()).anyMatch(request -> request.has("if-none-match", "\"v1\""));
    }

    @Test
    void redirectsAreHandedOnUnfollowed() {
        Curl curl = Curl.run("-i", TUNNEL.url().resolve("/redirect").toString());

        assertThat(curl.out())
                .startsWith("HTTP/1.1 302")
                .contains("https://elsewhere.example/next?a=b");
        assertThat(LOCAL.requests()).noneMatch(request -> request.target().contains("next"));
    }

    @Test
    void anInterimAnswerComesBeforeTheFinalOne() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.request("GET", "/hints");
            RawHead hints = visitor.readHead();

            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.values("link")).containsExactly("</style.css>; rel=preload");
            assertThat(visitor.read().text()).isEqualTo("hinted");
        }
    }

    @Test
    void aVisitorWhoExpectsContinueSendsTheBodyWhenTheLocalServerWantsIt() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "POST /continue HTTP/1.1\r\n"
                            + "Host: {host}\r\n"
                            + "Content-Length: 4\r\n"
                            + "Expect: 100-continue\r\n\r\n");
            assertThat(visitor.readHead().status()).isEqualTo(100);

            assertThat(visitor.send("body").read().text()).isEqualTo("heard body");
        }
    }

    @Test
    void aVisitorWhoExpectsContinueMayBeRefusedBeforeTheBody() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "POST /refuse HTTP/1.1\r\n"
                            + "Host: {host}\r\n"
                            + "Content-Length: 4000\r\n"
                            + "Expect: 100-continue\r\n\r\n");

            assertThat(visitor.readHead().status()).isIn(100, 417);
        }
    }

    @Test
    void curlUploadsWithExpectContinue() {
        Curl curl =
                Curl.run(
                        "-H",
                        "Expect: 100-continue",
                        "--expect100-timeout",
                        "20",
                        "-d",
                        "from curl",
                        TUNNEL.url().resolve("/continue").toString());

        assertThat(curl.out()).isEqualTo("heard from curl");
    }

    @Test
    void aVisitorOfHttp10GetsAnUnchunkedAnswerThatEndsWithTheConnection() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            String answer =
                    visitor.send("GET /chunked HTTP/1.0\r\nHost: {host}\r\n\r\n").readToEnd();

            assertThat(answer).startsWith("HTTP/1.").endsWith("\r\n\r\none two");
            assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("transfer-encoding");
        }
    }

    @Test
    void aVisitorOfHttp10MayKeepTheConnection() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send("GET /hello HTTP/1.0\r\nHost: {host}\r\nConnection: keep-alive\r\n\r\n");
            RawResponse first = visitor.read();
            assertThat(first.field("connection")).isEqualToIgnoringCase("keep-alive");

            visitor.send("GET /hello HTTP/1.0\r\nHost: {host}\r\n\r\n");
            assertThat(visitor.readToEnd()).endsWith("hello");
        }
    }

    @Test
    void connectionCloseIsHonoured() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            String answer = visitor.request("GET", "/hello", "Connection: close").readToEnd();

            assertThat(answer).endsWith("hello");
            assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            var requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append(
                        "POST /pipelined HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n\r\n%02d"
                                .formatted(i));
            }
            visitor.send(requests.toString());

            for (int i = 0; i < 50; i++) {
                assertThat(visitor.read().text()).isEqualTo("heard %02d".formatted(i));
            }
        }
    }

    @Test
    void trailersOfAnAnswerArrive() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawHead head = visitor.request("GET", "/trailers", "TE: trailers").readHead();
            var body = (ChunkedInput) visitor.body(head);

            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
            assertThat(body.trailers())
                    .anyMatch(
                            field ->
                                    field.name().equalsIgnoreCase("x-sum")
                                            && field.value().equals("5"));
        }
    }

    @Test
    void anErrorOfTheLocalServerIsNotOurs() throws IOException {
        RawResponse response = RawVisitor.get(TUNNEL.url(), "/500");

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).isEqualTo("own error page");
        assertThat(response.head().values("portsicle-error")).isEmpty();
    }

    private static void serve(RawHead request, LocalConnection connection) throws IOException {
        switch (request.target()) {
            case "/head" -> connection.write("HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
            case "/204" -> connection.respond(204, "");
            case "/304" -> connection.respond(304, "", "ETag: \"v1\"");
            case "/redirect" ->
                    connection.respond(302, "", "Location: https://elsewhere.example/next?a=b");
            case "/hints" -> {
                connection.write(
                        "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
                connection.respond(200, "hinted");
            }
            case "/continue" -> {
                if (request.has("expect", "100-continue")) {
                    connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                }
                connection.respond(200, "heard " + connection.bodyText(request));
            }
            case "/refuse" -> {
                connection.respond(417, "no", "Connection: close");
                connection.close();
            }
            case "/pipelined" -> connection.respond(200, "heard " + connection.bodyText(request));
            case "/chunked" -> {
                connection.startChunked();
                connection.writeChunk("one ");
                connection.writeChunk("two");
                connection.write("0\r\n\r\n");
            }
            case "/trailers" ->
                    connection.write(
                            "HTTP/1.1 200 OK\r\n"
                                    + "Transfer-Encoding: chunked\r\n"
                                    + "Trailer: X-Sum\r\n\r\n"
                                    + "5\r\n"
                                    + "hello\r\n"
                                    + "0\r\n"
                                    + "X-Sum: 5\r\n\r\n");
            case "/500" -> connection.respond(500, "own error page");
            default -> connection.respond(200, "hello");
        }
    }
}
