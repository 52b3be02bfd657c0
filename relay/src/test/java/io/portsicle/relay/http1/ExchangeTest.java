package io.portsicle.relay.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.relay.harness.TestAgent;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Config;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;

class ExchangeTest {
    private static final String GET = "GET / HTTP/1.1\nHost: demo.localhost\n\n";

    private final RunningRelay relay = start(RelayConfig.builder());
    private final Local local = Local.silent();
    private TestAgent agent;
    private RawVisitor visitor;

    /// How visitors and agents come in.
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.start(config);
    }

    @BeforeEach
    void connect() throws Exception {
        agent = relay.agent("demo", local);
        visitor = relay.visitor();
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    // ---- the request

    @Test
    void theRequestArrivesAsItWasSent() throws Exception {
        visitor.send(
                """
                PURGE /a%2Fb//c?x=%20&y HTTP/1.1
                Host: Demo.localhost:1234
                X-Thing: one
                x-thing: two
                Cookie: a=b

                """);

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":method")).isEqualTo("PURGE");
        assertThat(exchange.field(":path")).isEqualTo("/a%2Fb//c?x=%20&y");
        assertThat(exchange.field(":scheme")).isEqualTo(relay.uri().getScheme());
        assertThat(exchange.field(":authority")).isEqualTo("Demo.localhost:1234");
        assertThat(exchange.field("x-thing")).isEqualTo("one|two");
        assertThat(exchange.field("cookie")).isEqualTo("a=b");
        assertThat(exchange.isRequestEnded()).isTrue();
    }

    @Test
    void theRelaySaysWhereARequestCameFromWhateverTheVisitorClaims() throws Exception {
        visitor.send(
                """
                GET / HTTP/1.1
                Host: demo.localhost:8080
                X-Forwarded-For: 6.6.6.6
                X_Forwarded_Proto: https
                Forwarded: for=6.6.6.6
                Portsicle-Error: mine
                Via: 1.0 elsewhere
                Connection: close, X-Forwarded-Host, X-Private
                X-Private: 1

                """);

        Local.Exchange exchange = local.next();
        assertThat(exchange.field("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(exchange.field("x-forwarded-proto")).isEqualTo(relay.uri().getScheme());
        assertThat(exchange.field("x_forwarded_proto")).isEmpty();
        assertThat(exchange.field("x-forwarded-host")).isEqualTo("demo.localhost:8080");
        assertThat(exchange.field("forwarded"))
                .isEqualTo(
                        "for=127.0.0.1;proto=%s;host=\"demo.localhost:8080\""
                                .formatted(relay.uri().getScheme()));
        assertThat(exchange.field("via")).isEqualTo("1.0 elsewhere|1.1 portsicle");
        assertThat(exchange.field("portsicle-error")).isEmpty();
        assertThat(exchange.field("x-private")).isEmpty();
        assertThat(exchange.field("connection")).isEmpty();
    }

    /// Else the refusal could be destroyed on its way by the RST that unread bytes cause.
    @Test
    void whatComesBehindARefusalIsReadForAWhile() throws Exception {
        visitor.send("POST / HTTP/1.1\nHost: demo.localhost\nTransfer-Encoding: chunked\n\n");
        local.next();
        visitor.sendExactly("zz\r\n");
        assertThat(visitor.readHead().status()).isEqualTo(400);

        visitor.sendExactly("more");

        await().during(Duration.ofMillis(300)).until(() -> relay.relay().connections() == 2);
    }

    @Test
    void aBodyStreamsWhileItIsSent() throws Exception {
        visitor.send("POST / HTTP/1.1\nHost: demo.localhost\nContent-Length: 6\n\nabc");
        Local.Exchange exchange = local.next();
        await().until(() -> exchange.body().equals("abc"));
        assertThat(exchange.isRequestEnded()).isFalse();

        visitor.sendExactly("def");
        await().until(exchange::isRequestEnded);
        assertThat(exchange.body()).isEqualTo("abcdef");
        assertThat(exchange.field("content-length")).isEqualTo("6");
    }

    @Test
    void aChunkedBodyArrivesWithItsTrailers() throws Exception {
        visitor.send(
                "POST / HTTP/1.1\nHost: demo.localhost\nTransfer-Encoding: chunked\n\n"
                        + "3\nabc\n3;x=y\ndef\n0\nX-Sum: 7\nX-Forwarded-For: 6.6.6.6\n\n");

        Local.Exchange exchange = local.next();
        await().until(exchange::isRequestEnded);
        assertThat(exchange.body()).isEqualTo("abcdef");
        assertThat(exchange.trailers()).containsExactly("x-sum: 7");
        assertThat(exchange.field("transfer-encoding")).isEmpty();
    }

    @Test
    void aMalformedBodyIsRefusedAndTheExchangeCancelled() throws Exception {
        visitor.send(
                "POST / HTTP/1.1\nHost: demo.localhost\nTransfer-Encoding: chunked\n\n"
                        + "3\nabc\n+2\nde\n0\n\n"
                        + GET);

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(400);
        visitor.readBody(head);
        assertThat(visitor.isClosed()).isTrue();
        Local.Exchange exchange = local.next();
        await().untilAsserted(
                        () ->
                                assertThat(exchange.end())
                                        .isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.CANCEL)));
        assertThat(local.waiting()).isZero();
    }

    @Test
    void aVisitorWhoLeavesCancelsTheExchange() throws Exception {
        visitor.send(GET);
        Local.Exchange exchange = local.next();
        visitor.close();

        await().untilAsserted(
                        () ->
                                assertThat(exchange.end())
                                        .isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.CANCEL)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVisitorWhoLeavesWhileItsUploadIsHeldBackCancelsTheExchange(boolean withReset)
            throws Exception {
        visitor.send("POST / HTTP/1.1\nHost: demo.localhost\nContent-Length: 100000000\n\n");
        Local.Exchange exchange = local.next().stopReading();
        // More than the tunnel and its queue take, and so little more that the relay's socket takes
        // it:
        // the close must not stand behind bytes that never left the visitor.
        visitor.send(new byte[Http2Config.DEFAULT.initialWindow() + 90_000]);
        awaitStandstill(exchange);

        if (withReset) {
            visitor.abort();
        } else {
            visitor.close();
        }
        await().untilAsserted(
                        () ->
                                assertThat(exchange.end())
                                        .isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.CANCEL)));
    }

    @Test
    void anUploadIsHeldBackWhileNobodyTakesItAndGoesOnThen() throws Exception {
        // more than the buffers of both sockets may grow to (tcp_rmem, tcp_wmem)
        int size = 48_000_000;
        visitor.send("POST / HTTP/1.1\nHost: demo.localhost\nContent-Length: " + size + "\n\n");
        Local.Exchange exchange = local.next().stopReading();
        Thread upload =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        visitor.send(new byte[size]);
                                    } catch (IOException gone) {
                                        throw new IllegalStateException(gone);
                                    }
                                });
        await().until(() -> exchange.received() > 0);
        awaitStandstill(exchange);
        assertThat(exchange.received()).isLessThan(size);
        assertThat(upload.isAlive()).isTrue();

        int held = exchange.received();
        exchange.onLoop(
                () -> {
                    exchange.readOn();
                    exchange.stream().credit(held);
                });
        await().until(exchange::isRequestEnded);
        assertThat(exchange.received()).isEqualTo(size);
    }

    // ---- the response

    @Test
    void theResponseArrivesAsItWasSent() throws Exception {
        visitor.send(GET);
        local.next()
                .head(
                        "201",
                        "content-length",
                        "5",
                        "set-cookie",
                        "a=1",
                        "set-cookie",
                        "b=2",
                        "etag",
                        "x")
                .data("hello", true);

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.text()).startsWith("HTTP/1.1 201 Created\r\n");
        assertThat(head.text()).contains("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nETag: x\r\n");
        assertThat(head.text()).doesNotContain("Connection:");
        assertThat(visitor.readBody(head)).isEqualTo("hello");
    }

    @Test
    void aDateIsAddedWhereTheServerGaveNone() throws Exception {
        visitor.send(GET + GET);
        local.next().respond("200", "x");
        RawVisitor.Head without = visitor.readHead();
        visitor.readBody(without);
        local.next().head("200", "content-length", "1", "date", "then").data("x", true);

        assertThat(without.field("date")).endsWith(" GMT");
        assertThat(visitor.readHead().field("date")).isEqualTo("then");
    }

    @Test
    void theConnectionIsKeptForTheNextRequest() throws Exception {
        for (int i = 0; i < 3; i++) {
            visitor.send(GET);
            local.next().respond("200", "n" + i);
            assertThat(visitor.readBody(visitor.readHead())).isEqualTo("n" + i);
        }
    }

    @Test
    void pipelinedRequestsAreServedOneAfterTheOther() throws Exception {
        visitor.send(GET.replace("/ ", "/1 ") + GET.replace("/ ", "/2 "));
        Local.Exchange first = local.next();
        assertThat(first.field(":path")).isEqualTo("/1");
        assertThat(local.waiting()).isZero();
        first.respond("200", "one");

        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("one");
        local.next().respond("200", "two");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("two");
    }

    @Test
    void aResponseOfUnknownLengthIsChunkedAndItsFirstByteDoesNotWait() throws Exception {
        visitor.send(GET);
        Local.Exchange exchange = local.next().head("200").data("abc", false);

        assertThat(visitor.readHead().field("transfer-encoding")).isEqualTo("chunked");
        assertThat(visitor.readText(8)).isEqualTo("3\r\nabc\r\n");
        exchange.data("de", true);
        assertThat(visitor.readText(12)).isEqualTo("2\r\nde\r\n0\r\n\r\n");
    }

    @Test
    void trailersFollowAChunkedResponse() throws Exception {
        visitor.send(GET);
        local.next().head("200").data("abc", false).trailers("grpc-status", "0");

        visitor.readHead();
        assertThat(visitor.readText(29)).isEqualTo("3\r\nabc\r\n0\r\nGrpc-Status: 0\r\n\r\n");
    }

    @Test
    void anHttp10VisitorGetsTheBodyUntilTheClose() throws Exception {
        visitor.send(
                "GET / HTTP/1.0\n"
                        + "Host: demo.localhost\n"
                        + "Connection: keep-alive\n"
                        + "Expect: 100-continue\n\n");
        Local.Exchange exchange = local.next();
        exchange.head("100").head("200").data("abc", true);

        assertThat(visitor.readToEnd())
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Connection: close")
                .doesNotContain("chunked")
                .endsWith("\r\n\r\nabc");
        assertThat(exchange.field("expect")).isEmpty();
        assertThat(exchange.field("via")).isEqualTo("1.0 portsicle");
    }

    @Test
    void theAnswerToHeadHasALengthAndNoBody() throws Exception {
        visitor.send(GET.replace("GET", "HEAD") + GET);
        local.next().head(fields("200", "content-length", "12345"), true);
        assertThat(visitor.readHead().field("content-length")).isEqualTo("12345");

        local.next().respond("200", "next");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"204", "304"})
    void aResponseWithoutABodyIsFollowedByTheNext(String status) throws Exception {
        visitor.send(GET + GET);
        local.next().head(fields(status), true);
        RawVisitor.Head head = visitor.readHead();
        assertThat(head.text())
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("Transfer-Encoding");

        local.next().respond("200", "next");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("next");
    }

    @Test
    void anEmptyResponseSaysSo() throws Exception {
        visitor.send(GET);
        local.next().head(fields("404"), true);

        assertThat(visitor.readHead().field("content-length")).isEqualTo("0");
    }

    @Test
    void interimResponsesArePassedOn() throws Exception {
        visitor.send(
                "POST / HTTP/1.1\n"
                        + "Host: demo.localhost\n"
                        + "Content-Length: 3\n"
                        + "Expect: 100-continue\n\n");
        Local.Exchange exchange = local.next();
        assertThat(exchange.field("expect")).isEqualTo("100-continue");
        exchange.head("103", "link", "</a.css>").head("100");

        assertThat(visitor.readHead().text())
                .isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
        assertThat(visitor.readHead().status()).isEqualTo(100);
        visitor.sendExactly("abc");
        await().until(() -> exchange.body().equals("abc"));
        exchange.respond("200", "ok");
        RawVisitor.Head head = visitor.readHead();
        assertThat(head.field("connection")).isEmpty();
        assertThat(visitor.readBody(head)).isEqualTo("ok");
    }

    @Test
    void anEarlyResponseReachesAVisitorWhoStillSends() throws Exception {
        visitor.send("POST / HTTP/1.1\nHost: demo.localhost\nContent-Length: 300000\n\nabc");
        Local.Exchange exchange = local.next();
        exchange.respond("413", "too large");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(413);
        assertThat(visitor.readBody(head)).isEqualTo("too large");
        await().until(() -> exchange.end() != null);
        visitor.send(new byte[299_997]).send(GET);
        local.next().respond("200", "next");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("next");
    }

    @Test
    void aVisitorWhoSendsFarTooMuchAfterTheResponseIsClosed() throws Exception {
        visitor.send("POST / HTTP/1.1\nHost: demo.localhost\nContent-Length: 100000000\n\nabc");
        local.next().respond("413", "too large");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("too large");

        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 1000; i++) {
                                visitor.send(new byte[100_000]);
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aResponseThatBreaksOffIsNeverTakenForAWholeOne() throws Exception {
        visitor.send(GET);
        Local.Exchange exchange =
                local.next().head("200", "content-length", "10").data("abc", false);
        visitor.readHead();
        visitor.read(3);
        exchange.onLoop(() -> exchange.stream().reset(ErrorCode.INTERNAL_ERROR));

        assertThatThrownBy(visitor::isClosed).hasMessageContaining("reset");
    }

    @Test
    void aResponseShorterThanItsLengthIsCut() throws Exception {
        visitor.send(GET);
        local.next().head("200", "content-length", "10").data("abc", true);

        assertThatThrownBy(
                        () -> {
                            visitor.readHead();
                            visitor.read(10);
                        })
                .isInstanceOf(IOException.class);
    }

    @Test
    void aResponseLongerThanItsLengthIsCut() throws Exception {
        visitor.send(GET);
        Local.Exchange exchange =
                local.next().head("200", "content-length", "3").data("abcdef", true);

        assertThatThrownBy(
                        () -> {
                            visitor.readHead();
                            visitor.read(3);
                            visitor.isClosed();
                        })
                .isInstanceOf(IOException.class);
        await().until(() -> exchange.end() != null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"099", "1000", "abc", "101"})
    void aStatusThatIsNoneIsABadAnswer(String status) throws Exception {
        visitor.send(GET);
        local.next().head(status);

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(502);
        assertThat(head.field("portsicle-error")).isEqualTo("local-server-error");
    }

    @Test
    void anAgentThatRefusesARequestTwiceIsOverloaded() throws Exception {
        visitor.send(GET);
        for (int i = 0; i < 2; i++) {
            Local.Exchange exchange = local.next();
            exchange.onLoop(() -> exchange.stream().reset(ErrorCode.REFUSED_STREAM));
        }

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(503);
        assertThat(head.field("portsicle-error")).isEqualTo("overloaded");
        assertThat(head.field("retry-after")).isEqualTo("5");
    }

    @Test
    void aLinkThatIsLostBeforeTheResponseToAnUnsafeRequestIsABadGateway() throws Exception {
        visitor.send("POST / HTTP/1.1\nHost: demo.localhost\nContent-Length: 0\n\n");
        local.next();
        agent.close();

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(502);
        assertThat(head.field("portsicle-error")).isEqualTo("link-lost");
    }

    @Test
    void aLinkThatIsLostWithinTheResponseCutsIt() throws Exception {
        visitor.send(GET);
        local.next().head("200").data("abc", false);
        visitor.readHead();
        visitor.read(8);
        agent.close();

        assertThatThrownBy(visitor::isClosed).hasMessageContaining("reset");
    }

    private static Fields fields(String status, String... fields) {
        var made = new Fields().add(KnownField.STATUS, status);
        for (int i = 0; i < fields.length; i += 2) {
            made.add(fields[i], fields[i + 1]);
        }
        return made;
    }

    private static void awaitStandstill(Local.Exchange exchange) {
        int[] last = {-1};
        await().pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            boolean stands =
                                    exchange.received() > 0 && last[0] == exchange.received();
                            last[0] = exchange.received();
                            return stands;
                        });
    }
}
