package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.portsicle.relay.ListenAddress;
import io.portsicle.relay.Relay;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.RawVisitor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

class OwnPagesTest {
    private final Relay relay =
            Relay.start(
                    RelayConfig.builder()
                            .listen(new ListenAddress("127.0.0.1", 0))
                            .threads(2)
                            .build());
    private RawVisitor visitor;

    @BeforeEach
    void connect() throws IOException {
        visitor = RawVisitor.connect(relay.addresses().getFirst());
    }

    @AfterEach
    void close() throws IOException {
        visitor.close();
        relay.close();
    }

    @Test
    void healthIsOk() throws IOException {
        visitor.send("GET /healthz HTTP/1.1\nHost: relay\n\n");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(visitor.readBody(head)).isEqualTo("ok\n");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderOnOneConnection() throws IOException {
        visitor.send(
                """
                GET /healthz HTTP/1.1
                Host: a

                HEAD / HTTP/1.1
                Host: b

                GET http://nobody.localhost/ HTTP/1.1
                Host: c

                POST /healthz HTTP/1.1
                Host: d
                Content-Length: 4

                bodyGET /healthz HTTP/1.1
                Host: e

                """);

        RawVisitor.Head first = visitor.readHead();
        assertThat(visitor.readBody(first)).isEqualTo("ok\n");
        assertThat(visitor.readHead().field("content-type")).startsWith("text/html");
        RawVisitor.Head third = visitor.readHead();
        assertThat(third.field("portsicle-error")).isEqualTo("no-such-endpoint");
        visitor.readBody(third);
        RawVisitor.Head fourth = visitor.readHead();
        assertThat(fourth.status()).isEqualTo(405);
        assertThat(fourth.field("allow")).isEqualTo("GET, HEAD");
        visitor.readBody(fourth);
        RawVisitor.Head fifth = visitor.readHead();
        assertThat(visitor.readBody(fifth)).isEqualTo("ok\n");
    }

    @Test
    void aHeadThatComesByteByByteIsReadLikeAnyOther() throws IOException {
        for (byte b : "GET /healthz HTTP/1.1\r\nHost: relay\r\n\r\n".getBytes(US_ASCII)) {
            visitor.send(new byte[] {b});
        }

        assertThat(visitor.readHead().status()).isEqualTo(200);
    }

    @Test
    void anUnknownEndpointIsAProblemDocumentForPrograms() throws IOException {
        visitor.send("GET /x HTTP/1.1\nHost: nobody.localhost:8080\nAccept: */*\n\n");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.field("portsicle-error")).isEqualTo("no-such-endpoint");
        assertThat(head.field("content-type")).isEqualTo("application/problem+json");
        assertThat(head.field("cache-control")).isEqualTo("no-store");
        assertThat(visitor.readBody(head)).contains("\"code\":\"no-such-endpoint\"");
    }

    @Test
    void anUnknownEndpointIsAPageForPeople() throws IOException {
        visitor.send("GET /<script> HTTP/1.1\nHost: nobody.localhost\nAccept: text/html\n\n");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.field("content-type")).startsWith("text/html");
        assertThat(head.field("content-security-policy")).startsWith("default-src 'none'");
        assertThat(visitor.readBody(head))
                .contains("Nothing is open here")
                .doesNotContain("<script>");
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\n\n', 400, bad-request",
        "'GET / HTTP/1.1\nHost: a\nHost: b\n\n', 400, bad-request",
        "'GET / HTTP/1.1\nHost : a\n\n', 400, bad-request",
        "'POST / HTTP/1.1\n"
                + "Host: a\n"
                + "Content-Length: 1\n"
                + "Transfer-Encoding: chunked\n\n"
                + "', 400, bad-request",
        "'CONNECT a:1 HTTP/1.1\nHost: a\n\n', 501, not-implemented",
        "'GET / HTTP/2.0\nHost: a\n\n', 505, bad-request",
    })
    void refusesWhatCanBeReadInTwoWaysAndCloses(String request, int status, String code)
            throws IOException {
        visitor.send(request + "GET /healthz HTTP/1.1\nHost: a\n\n");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(status);
        assertThat(head.field("portsicle-error")).isEqualTo(code);
        assertThat(head.field("connection")).isEqualTo("close");
        visitor.readBody(head);
        assertThat(visitor.isClosed()).isTrue();
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws IOException {
        visitor.send("GET / HTTP/1.1\nHost: a\nCookie: " + "c".repeat(70_000) + "\n\n");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(431);
        assertThat(head.field("portsicle-error")).isEqualTo("head-too-large");
        visitor.readBody(head);
        assertThat(visitor.isClosed()).isTrue();
    }

    @Test
    void closesWhereTheVisitorWishesIt() throws IOException {
        visitor.send("GET /healthz HTTP/1.1\nHost: a\nConnection: close\n\n");

        assertThat(visitor.readToEnd()).contains("Connection: close").endsWith("\r\n\r\nok\n");
    }

    @Test
    void closesAfterAnHttp10Response() throws IOException {
        visitor.send("GET /healthz HTTP/1.0\n\n");

        assertThat(visitor.readToEnd()).endsWith("\r\n\r\nok\n");
    }

    @Test
    void keepsAnHttp10ConnectionThatAsksForIt() throws IOException {
        visitor.send("GET /healthz HTTP/1.0\nConnection: keep-alive\n\n");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.field("connection")).isEqualTo("keep-alive");
        visitor.readBody(head);
        visitor.send("GET /healthz HTTP/1.0\n\n");
        assertThat(visitor.readToEnd()).endsWith("ok\n");
    }

    @Test
    void dropsTheBodyOfARequestThatFailsAndGoesOn() throws IOException {
        visitor.send(
                "POST / HTTP/1.1\n"
                        + "Host: nobody.localhost\n"
                        + "Transfer-Encoding: chunked\n\n"
                        + "5\n"
                        + "hello\n");
        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(404);
        visitor.readBody(head);

        visitor.send("0\n\nGET /healthz HTTP/1.1\nHost: a\n\n");
        assertThat(visitor.readHead().status()).isEqualTo(200);
    }

    @Test
    void doesNotWaitForABodyThatNobodyAskedFor() throws IOException {
        visitor.send(
                "POST / HTTP/1.1\n"
                        + "Host: nobody.localhost\n"
                        + "Content-Length: 5\n"
                        + "Expect: 100-continue\n\n");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.field("connection")).isEqualTo("close");
        visitor.readBody(head);
        assertThat(visitor.isClosed()).isTrue();
    }

    @Test
    void anAnswerIsNotLostToAVisitorWhoStillSends() throws IOException {
        visitor.send("POST / HTTP/1.1\nHost: nobody.localhost\nContent-Length: 10000000\n\n");
        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(404);
        visitor.send(new byte[500_000]);

        assertThat(visitor.readBody(head)).contains("no-such-endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nobody/", "/nobody", "/favicon.ico", "/healthz/x", "*"})
    void anythingElseOnTheOwnHostIsNothing(String path) throws IOException {
        visitor.send("OPTIONS " + path + " HTTP/1.1\nHost: localhost\n\n");

        assertThat(visitor.readHead().field("portsicle-error")).isEqualTo("no-such-endpoint");
    }
}
