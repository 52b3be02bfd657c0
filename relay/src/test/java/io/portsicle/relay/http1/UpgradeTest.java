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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/// Connections of HTTP/1.1 that become something else.
class UpgradeTest {
    private static final String HANDSHAKE =
            """
            GET /chat?room=1 HTTP/1.1
            Host: demo.localhost
            Connection: keep-alive, Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Protocol: chat, superchat
            Sec-WebSocket-Extensions: permessage-deflate

            """;

    private final RunningRelay relay = start(RelayConfig.builder());
    private final Local local = Local.silent();
    private TestAgent agent;
    RawVisitor visitor;

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

    @Test
    void aWebSocketHandshakeCrossesAsExtendedConnect() throws Exception {
        visitor.send(HANDSHAKE);

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":method")).isEqualTo("CONNECT");
        assertThat(exchange.field(":protocol")).isEqualTo("websocket");
        assertThat(exchange.field(":path")).isEqualTo("/chat?room=1");
        assertThat(exchange.field(":scheme")).isEqualTo(relay.uri().getScheme());
        assertThat(exchange.field("sec-websocket-version")).isEqualTo("13");
        assertThat(exchange.field("sec-websocket-protocol")).isEqualTo("chat, superchat");
        assertThat(exchange.field("sec-websocket-extensions")).isEqualTo("permessage-deflate");
        assertThat(exchange.field("sec-websocket-key")).isEmpty();
        assertThat(exchange.field("portsicle-method")).isEmpty();
        assertThat(exchange.field("upgrade")).isEmpty();
        assertThat(exchange.isRequestEnded()).isFalse();
    }

    @Test
    void theVisitorGetsTheAnswerToItsOwnKey() throws Exception {
        visitor.send(HANDSHAKE);
        local.next().head("200", "sec-websocket-protocol", "chat", "x-own", "1");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.text()).startsWith("HTTP/1.1 101 Switching Protocols\r\n");
        assertThat(head.field("connection")).isEqualTo("Upgrade");
        assertThat(head.field("upgrade")).isEqualTo("websocket");
        assertThat(head.field("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(head.field("sec-websocket-protocol")).isEqualTo("chat");
        assertThat(head.field("x-own")).isEqualTo("1");
        assertThat(head.field("content-length")).isEmpty();
        assertThat(head.field("transfer-encoding")).isEmpty();
    }

    @Test
    void bytesPassUntouchedBothWays() throws Exception {
        Local.Exchange exchange = upgrade();

        exchange.data("\u0000\u00ffGET / HTTP/1.1\r\n\r\n", false);
        visitor.sendExactly("\u0081\u0000\r\n0\r\n\r\n");

        assertThat(visitor.readText(20)).isEqualTo("\u0000\u00ffGET / HTTP/1.1\r\n\r\n");
        await().until(() -> exchange.body().equals("\u0081\u0000\r\n0\r\n\r\n"));
    }

    @Test
    void bytesBehindTheHandshakeAreTheFirstOfTheNewProtocol() throws Exception {
        visitor.send(HANDSHAKE).sendExactly("early");
        Local.Exchange exchange = local.next();
        assertThat(exchange.received()).isZero();

        exchange.head("200");

        assertThat(visitor.readHead().status()).isEqualTo(101);
        await().until(() -> exchange.body().equals("early"));
    }

    @Test
    void theVisitorClosesItsDirectionAndStillHears() throws Exception {
        Local.Exchange exchange = upgrade();

        visitor.sendExactly("last").shutdownOutput();
        await().until(exchange::isRequestEnded);
        assertThat(exchange.body()).isEqualTo("last");

        exchange.data("answer", false).data("", true);
        assertThat(visitor.readToEnd()).isEqualTo("answer");
        await().until(() -> exchange.end() instanceof StreamEnd.Completed);
    }

    @Test
    void theServerClosesItsDirectionAndStillHears() throws Exception {
        Local.Exchange exchange = upgrade();

        exchange.data("bye", true);
        assertThat(visitor.readToEnd()).isEqualTo("bye");

        visitor.sendExactly("one more").shutdownOutput();
        await().until(exchange::isRequestEnded);
        assertThat(exchange.body()).isEqualTo("one more");
        await().until(() -> exchange.end() instanceof StreamEnd.Completed);
    }

    @Test
    void aVisitorThatLeavesAbortsTheStream() throws Exception {
        Local.Exchange exchange = upgrade();

        visitor.abort();

        await().until(() -> exchange.end() != null);
        assertThat(exchange.end()).isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.CANCEL));
    }

    @Test
    void aResetOfTheStreamAbortsTheVisitor() throws Exception {
        Local.Exchange exchange = upgrade();

        exchange.onLoop(() -> exchange.stream().reset(ErrorCode.INTERNAL_ERROR));

        assertThatThrownBy(() -> visitor.readToEnd()).isInstanceOf(IOException.class);
    }

    @Test
    void aServerThatReadsNothingStopsTheVisitor() throws Exception {
        Local.Exchange exchange = upgrade().stopReading();
        int window = Http2Config.DEFAULT.initialWindow();

        visitor.send(new byte[window + 100_000]);

        await().until(() -> exchange.received() == window);
        exchange.readOn();
        exchange.onLoop(() -> exchange.stream().credit(window));
        await().until(() -> exchange.received() == window + 100_000);
    }

    @Test
    void aRefusedUpgradeIsAnOrdinaryResponseOnAConnectionThatGoesOn() throws Exception {
        visitor.send(HANDSHAKE);
        Local.Exchange refused = local.next();
        refused.head("403", "content-length", "2").data("no", true);

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(403);
        assertThat(visitor.readBody(head)).isEqualTo("no");
        await().until(() -> refused.end() instanceof StreamEnd.Completed);

        visitor.send("GET /next HTTP/1.1\nHost: demo.localhost\n\n");
        assertThat(local.next().field(":path")).isEqualTo("/next");
    }

    /// Else a server that refuses could be made to see a second request that nobody has checked.
    @Test
    void bytesBehindARefusedHandshakeAreTheNextRequest() throws Exception {
        visitor.send(HANDSHAKE)
                .send("GET /hidden HTTP/1.1\nHost: demo.localhost\nX-Forwarded-For: 6.6.6.6\n\n");
        Local.Exchange refused = local.next();
        assertThat(local.waiting()).isZero();
        refused.respond("426", "");

        assertThat(visitor.readHead().status()).isEqualTo(426);
        assertThat(refused.received()).isZero();
        assertThat(local.next().field("x-forwarded-for")).isEqualTo("127.0.0.1");
    }

    @Test
    void aServerThatIgnoresTheUpgradeAnswersTheRequest() throws Exception {
        visitor.send(HANDSHAKE);
        local.next()
                .head("200", "portsicle-upgrade", "ignored", "content-length", "4")
                .data("page", true);

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.field("portsicle-upgrade")).isEmpty();
        assertThat(visitor.readBody(head)).isEqualTo("page");
    }

    @Test
    void otherProtocolsPassWithTheirMethod() throws Exception {
        visitor.send(
                "POST /exec HTTP/1.1\n"
                        + "Host: demo.localhost\n"
                        + "Connection: Upgrade\n"
                        + "Upgrade: SPDY/3.1\n"
                        + "Content-Length: 0\n\n");

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":protocol")).isEqualTo("SPDY/3.1");
        assertThat(exchange.field("portsicle-method")).isEqualTo("POST");
        assertThat(exchange.field("content-length")).isEmpty();
        exchange.head("200");
        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(101);
        assertThat(head.field("upgrade")).isEqualTo("SPDY/3.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade, HTTP2-Settings\n"
                        + "Upgrade: h2c\n"
                        + "HTTP2-Settings: AAMAAABkAAQAAP__",
                "Connection: Upgrade\nUpgrade: TLS/1.2",
                "Connection: Upgrade\nUpgrade: HTTP/2.0",
                "Connection: keep-alive\nUpgrade: websocket",
                "Connection: Upgrade\nUpgrade: web socket",
                "Connection: Upgrade\nUpgrade: websocket\nContent-Length: 3"
            })
    void whatIsNoUpgradeForTheServerIsIgnored(String fields) throws Exception {
        visitor.send("PUT / HTTP/1.1\nHost: demo.localhost\n" + fields + "\n\nabc");

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":method")).isEqualTo("PUT");
        assertThat(exchange.field(":protocol")).isEmpty();
        assertThat(exchange.field("upgrade")).isEmpty();
        assertThat(exchange.field("http2-settings")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sec-WebSocket-Key: short\n"})
    void aHandshakeThatCantBeAnsweredIsRefused(String key) throws Exception {
        visitor.send(
                "GET / HTTP/1.1\nHost: demo.localhost\nConnection: Upgrade\nUpgrade: websocket\n"
                        + key
                        + "\n");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(400);
        assertThat(visitor.readBody(head)).contains("Sec-WebSocket-Key");
    }

    @Test
    void aHandshakeIsSentAgainWhenItsLinkIsLost() throws Exception {
        visitor.send(HANDSHAKE);
        local.next();
        agent.close();
        relay.agent("demo", local, agent.resume());

        assertThat(local.next().field(":protocol")).isEqualTo("websocket");
    }

    Local.Exchange upgrade() throws Exception {
        visitor.send(HANDSHAKE);
        Local.Exchange exchange = local.next().head("200");
        assertThat(visitor.readHead().status()).isEqualTo(101);
        return exchange;
    }
}
