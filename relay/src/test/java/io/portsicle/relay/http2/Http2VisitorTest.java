package io.portsicle.relay.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.connection.VisitorLimits;
import io.portsicle.relay.harness.Http2Client;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.relay.harness.TestAgent;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Visitors who speak HTTP/2, on the event loop of their link (one thread) and on others (four).
@ParameterizedClass(name = "{0} threads")
@ValueSource(ints = {1, 4})
class Http2VisitorTest {
    private static final int WINDOW = VisitorLimits.DEFAULT.http2().initialWindow();

    private static final String EMPTY_SETTINGS = "000000" + "0400" + "00000000";
    private static final String GOAWAY = "000008" + "0700" + "00000000" + "0000000000000000";
    private static final String PING = "000008" + "0600" + "00000000" + "0102030405060708";

    private final RunningRelay relay;
    private final Local local = Local.silent();
    private TestAgent agent;
    private Http2Client visitor;

    Http2VisitorTest(int threads) {
        relay = RunningRelay.start(RelayConfig.builder().threads(threads));
    }

    @BeforeEach
    void connect() throws Exception {
        agent = relay.agent("demo", local);
        visitor = relay.add(Http2Client.connect(relay.uri(), "demo.localhost"));
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    // ---- the request

    @Test
    void theRequestArrivesAsItWasSent() throws Exception {
        Http2Headers head = visitor.request("PURGE", "/a%2Fb//c?x=%20&y");
        head.add("x-thing", "one").add("x-thing", "two").add("te", "trailers");
        head.add("x-forwarded-for", "6.6.6.6").add("portsicle-error", "mine");
        visitor.open(head, true);

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":method")).isEqualTo("PURGE");
        assertThat(exchange.field(":path")).isEqualTo("/a%2Fb//c?x=%20&y");
        assertThat(exchange.field(":scheme")).isEqualTo("http");
        assertThat(exchange.field(":authority")).isEqualTo("demo.localhost");
        assertThat(exchange.field("x-thing")).isEqualTo("one|two");
        assertThat(exchange.field("te")).isEqualTo("trailers");
        assertThat(exchange.field("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(exchange.field("portsicle-error")).isEmpty();
        assertThat(exchange.field("via")).isEqualTo("2.0 portsicle");
        assertThat(exchange.isRequestEnded()).isTrue();
    }

    @Test
    void theSchemeIsTheConnectionsOwn() throws Exception {
        visitor.open(visitor.request("GET", "/").scheme("https"), true);

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":scheme")).isEqualTo("http");
        assertThat(exchange.field("x-forwarded-proto")).isEqualTo("http");
    }

    @Test
    void aBodyStreamsAndEndsWithTrailers() throws Exception {
        Http2Client.Stream stream = visitor.open(visitor.request("POST", "/"), false);
        Local.Exchange exchange = local.next();
        stream.send("abc", false);
        await().until(() -> exchange.body().equals("abc"));
        assertThat(exchange.isRequestEnded()).isFalse();

        stream.sendTrailers("x-sum", "42");

        await().until(exchange::isRequestEnded);
        assertThat(exchange.trailers()).containsExactly("x-sum: 42");
    }

    @Test
    void aServerThatReadsNothingStopsTheVisitor() throws Exception {
        Http2Client.Stream stream = visitor.open(visitor.request("POST", "/"), false);
        Local.Exchange exchange = local.next().stopReading();
        int size = 2_000_000;
        stream.send(new byte[size], true);

        await().until(() -> exchange.received() >= WINDOW);
        Http2Client.Stream other = visitor.get("/other");
        local.next().respond("200", "quick");
        assertThat(other.wholeBody()).isEqualTo("quick");
        assertThat(exchange.received()).isLessThan(size);

        exchange.readOn();
        exchange.onLoop(() -> exchange.stream().credit(exchange.received()));
        await().until(() -> exchange.received() == size);
    }

    @Test
    void aBodyThatIsNotAsLongAsAnnouncedIsRefused() throws Exception {
        Http2Headers tooLong = visitor.request("POST", "/").add("content-length", "3");
        assertThat(visitor.open(tooLong, false).send("abcd", true).reset())
                .isEqualTo(Http2Error.PROTOCOL_ERROR.code());
        Http2Headers tooShort = visitor.request("POST", "/").add("content-length", "3");
        assertThat(visitor.open(tooShort, false).send("ab", true).reset())
                .isEqualTo(Http2Error.PROTOCOL_ERROR.code());
        Http2Headers missing = visitor.request("POST", "/").add("content-length", "3");
        assertThat(visitor.open(missing, true).reset()).isEqualTo(Http2Error.PROTOCOL_ERROR.code());
    }

    @Test
    void aVisitorThatCancelsEndsTheRequest() throws Exception {
        Http2Client.Stream stream = visitor.get("/");
        Local.Exchange exchange = local.next();

        stream.cancel();

        await().until(() -> exchange.end() != null);
        assertThat(exchange.end()).isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.CANCEL));
    }

    @Test
    void aVisitorThatLeavesEndsAllItsRequests() throws Exception {
        visitor.get("/1");
        visitor.get("/2");
        local.next();
        local.next();

        visitor.close();

        await().until(() -> local.running() == 0);
        await().until(() -> relay.relay().connections() == 1);
    }

    // ---- the response

    @Test
    void theResponseArrivesAsItWasSent() throws Exception {
        Http2Client.Stream stream = visitor.get("/");
        Local.Exchange exchange = local.next();
        exchange.head("103", "link", "</a.css>; rel=preload");
        exchange.head("200", "x-a", "1", "set-cookie", "a=1", "set-cookie", "b=2");
        exchange.data("hel", false).data("lo", false).trailers("grpc-status", "0");

        assertThat(stream.wholeBody()).isEqualTo("hello");
        assertThat(stream.heads().getFirst().status()).hasToString("103");
        assertThat(stream.field("x-a")).isEqualTo("1");
        assertThat(stream.head().getAll("set-cookie")).hasToString("[a=1, b=2]");
        assertThat(stream.field("date")).isNotEmpty();
        assertThat(stream.heads().getLast().get("grpc-status")).hasToString("0");
    }

    @Test
    void theAnswerToHeadTellsItsLengthAndHasNoBody() throws Exception {
        Http2Client.Stream stream = visitor.open(visitor.request("HEAD", "/"), true);
        Fields head = new Fields().add(":status", "200").add("content-length", "1000");
        local.next().head(head, true);

        assertThat(stream.wholeBody()).isEmpty();
        assertThat(stream.field("content-length")).isEqualTo("1000");
    }

    @Test
    void requestsOfOneConnectionGoToDifferentEndpointsAndAreAnsweredInAnyOrder() throws Exception {
        Local echo = Local.answering(e -> e.respond("200", "other " + e.field(":path")));
        relay.agent("other", echo);
        Http2Client.Stream slow = visitor.get("/slow");
        Local.Exchange exchange = local.next();
        List<Http2Client.Stream> quick = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Http2Headers head = visitor.request("GET", "/" + i).authority("other.localhost");
            quick.add(visitor.open(head, true));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(quick.get(i).wholeBody()).isEqualTo("other /" + i);
        }
        exchange.respond("200", "slow");
        assertThat(slow.wholeBody()).isEqualTo("slow");
    }

    @Test
    void aVisitorThatTakesNothingStopsTheServerAndNobodyElse() throws Exception {
        Http2Client.Stream stalled = visitor.get("/large").stall();
        Local.Exchange exchange = local.next().head("200");
        String megabyte = "x".repeat(1_000_000);
        for (int i = 0; i < 8; i++) {
            exchange.data(megabyte, i == 7);
        }
        await().until(() -> stalled.body().length() == 65_535);

        Http2Client.Stream other = visitor.get("/other");
        local.next().respond("200", "quick");

        assertThat(other.wholeBody()).isEqualTo("quick");
        assertThat(stalled.body()).hasSize(65_535);
        assertThat(exchange.stream().hasRoom()).isFalse();
    }

    @Test
    void aLargeResponseArrivesWhole() throws Exception {
        Http2Client.Stream stream = visitor.get("/large");
        Local.Exchange exchange = local.next().head("200");
        String megabyte = "x".repeat(1_000_000);
        for (int i = 0; i < 8; i++) {
            exchange.data(megabyte, i == 7);
        }

        assertThat(stream.wholeBody()).hasSize(8_000_000);
    }

    @Test
    void aResponseThatBreaksOffIsReset() throws Exception {
        Http2Client.Stream stream = visitor.get("/");
        Local.Exchange exchange = local.next().head("200").data("part", false);
        stream.head();

        exchange.onLoop(() -> exchange.stream().reset(ErrorCode.INTERNAL_ERROR));

        assertThat(stream.reset()).isEqualTo(Http2Error.INTERNAL_ERROR.code());
    }

    @Test
    void aResponseThatContradictsItsLengthIsReset() throws Exception {
        Http2Client.Stream stream = visitor.get("/");
        local.next().head("200", "content-length", "5").data("toolong", true);

        assertThat(stream.reset()).isEqualTo(Http2Error.INTERNAL_ERROR.code());
    }

    @Test
    void anEarlyAnswerEndsTheUpload() throws Exception {
        Http2Client.Stream stream = visitor.open(visitor.request("POST", "/"), false);
        Local.Exchange exchange = local.next().respond("413", "too large");

        assertThat(stream.wholeBody()).isEqualTo("too large");
        await().until(() -> exchange.end() != null);
        stream.send("rest", true);
        Http2Client.Stream next = visitor.get("/next");
        local.next().respond("200", "next");
        assertThat(next.wholeBody()).isEqualTo("next");
    }

    // ---- other protocols

    @Test
    void extendedConnectCarriesBytesAndEachDirectionEndsOnItsOwn() throws Exception {
        Http2Headers head = visitor.request("CONNECT", "/chat").add(":protocol", "websocket");
        head.add("sec-websocket-version", "13").add("sec-websocket-protocol", "chat");
        Http2Client.Stream stream = visitor.open(head, false);
        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":protocol")).isEqualTo("websocket");
        assertThat(exchange.field("sec-websocket-protocol")).isEqualTo("chat");

        exchange.head("200", "sec-websocket-protocol", "chat");
        assertThat(stream.status()).isEqualTo(200);
        stream.send("ping", false);
        await().until(() -> exchange.body().equals("ping"));
        exchange.data("pong", true);
        assertThat(stream.wholeBody()).isEqualTo("pong");
        stream.send("last", true);
        await().until(exchange::isRequestEnded);
        assertThat(exchange.body()).isEqualTo("pinglast");
        await().until(() -> exchange.end() instanceof StreamEnd.Completed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "HTTP/2.0", "TLS/1.3"})
    void whatIsHttpItselfIsNoOtherProtocol(String protocol) throws Exception {
        Http2Headers head = visitor.request("CONNECT", "/").add(":protocol", protocol);

        assertThat(visitor.open(head, false).status()).isEqualTo(501);
        assertThat(local.waiting()).isZero();
    }

    @Test
    void aRefusedUpgradeIsAnOrdinaryResponse() throws Exception {
        Http2Headers head = visitor.request("CONNECT", "/chat").add(":protocol", "websocket");
        Http2Client.Stream stream = visitor.open(head, false);
        Local.Exchange exchange = local.next().respond("403", "no");

        assertThat(stream.status()).isEqualTo(403);
        assertThat(stream.wholeBody()).isEqualTo("no");
        await().until(() -> exchange.end() != null);
    }

    @Test
    void aServerThatIgnoredTheUpgradeIsAnError() throws Exception {
        Http2Headers head = visitor.request("CONNECT", "/chat").add(":protocol", "websocket");
        Http2Client.Stream stream = visitor.open(head, false);
        local.next().head("200", "portsicle-upgrade", "ignored").data("page", true);

        assertThat(stream.status()).isEqualTo(502);
    }

    // ---- the relay's own answers

    @Test
    void theRelayAnswersItselfWhereNothingIsOpen() throws Exception {
        Http2Headers head = visitor.request("GET", "/").authority("nobody.localhost");
        Http2Client.Stream stream = visitor.open(head.add("accept", "text/html"), true);

        assertThat(stream.status()).isEqualTo(404);
        assertThat(stream.field("portsicle-error")).isEqualTo("no-such-endpoint");
        assertThat(stream.wholeBody()).contains("Nothing is open here");
    }

    @Test
    void plainConnectIsNotImplemented() throws Exception {
        Http2Headers head = visitor.request("CONNECT", "/");
        head.remove(":path");
        head.remove(":scheme");

        assertThat(visitor.open(head, false).status()).isEqualTo(501);
    }

    @Test
    void anAgentRegistersByHttp11Only() throws Exception {
        Http2Headers head =
                visitor.request("GET", "/.well-known/portsicle/tunnel").authority("localhost");

        Http2Client.Stream stream = visitor.open(head, true);
        assertThat(stream.status()).isEqualTo(400);
        assertThat(stream.field("portsicle-error")).isEqualTo("bad-upgrade");
    }

    @Test
    void requestsWaitForAnAgentThatIsAway() throws Exception {
        agent.close();
        await().until(() -> relay.relay().connectedSessions() == 0);
        Http2Client.Stream stream = visitor.open(visitor.request("POST", "/"), false);
        stream.send("hello", true);
        await().until(() -> relay.relay().waitingVisitors() == 1);

        relay.agent(
                "demo",
                Local.answering(e -> e.whenEnded(() -> e.respond("200", e.body()))),
                agent.resume());

        assertThat(stream.wholeBody()).isEqualTo("hello");
    }

    @Test
    void whoLeavesWaitsNoLonger() throws Exception {
        agent.close();
        await().until(() -> relay.relay().connectedSessions() == 0);
        Http2Client.Stream stream = visitor.get("/");
        await().until(() -> relay.relay().waitingVisitors() == 1);

        stream.cancel();

        await().until(() -> relay.relay().waitingVisitors() == 0);
    }

    // ---- the end

    /// A socket that is closed answers the first PING with a RST, and nobody can write the second.
    @Test
    void whoSaysGoodbyeIsNotCutOffByWhatItStillSends() throws Exception {
        RawVisitor leaving = relay.visitor().sendExactly("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        leaving.send(HexFormat.of().parseHex(EMPTY_SETTINGS + GOAWAY)).readToEnd();

        byte[] ping = HexFormat.of().parseHex(PING);
        assertThatCode(() -> leaving.send(ping).send(ping).send(ping)).doesNotThrowAnyException();
        leaving.close();
        await().until(() -> relay.relay().connections() == 2);
    }

    // ---- hostile visitors

    @Test
    void whoOpensAndResetsAllTheTimeIsSentAway() throws Exception {
        for (int i = 0; i < 300 && visitor.goAways().isEmpty(); i++) {
            visitor.get("/" + i).cancel();
        }

        await().until(() -> visitor.goAways().contains(Http2Error.ENHANCE_YOUR_CALM.code()));
        await().until(() -> local.running() == 0);
    }

    @Test
    void aPrefaceThatIsNoneIsARequestOfHttp11() throws Exception {
        String answer = relay.visitor().sendExactly("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n").readToEnd();

        assertThat(answer).startsWith("HTTP/1.1 ").contains("Connection: close");
    }
}
