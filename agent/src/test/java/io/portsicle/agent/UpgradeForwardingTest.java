package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// How a connection is switched to another protocol, and what then passes.
class UpgradeForwardingTest {
    @Test
    void bytesPassBothWaysOnceTheServerHasSwitched() {
        try (ScriptedServer server = echo();
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/ws");
            assertThat(visit.awaitStatus()).isEqualTo(200);
            assertThat(visit.send("one", false).awaitReceived(3)).isEqualTo("one");
            assertThat(visit.send("two", false).awaitReceived(6)).isEqualTo("onetwo");
            assertThat(visit.send("end", true).awaitBody()).isEqualTo("onetwoend");
            assertThat(visit.awaitEnd()).isInstanceOf(StreamEnd.Completed.class);
        }
    }

    @Test
    void theServerSeesAnOrdinaryHandshakeWithAKeyOfItsOwn() {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (ScriptedServer server = noting(heads);
                AgentFixture agent = new AgentFixture(server.address())) {
            agent.upgrade(
                            "websocket",
                            "/ws?a=b",
                            "sec-websocket-version",
                            "13",
                            "sec-websocket-protocol",
                            "vite-hmr",
                            "sec-websocket-extensions",
                            "permessage-deflate",
                            "x-forwarded-proto",
                            "http",
                            "origin",
                            "http://demo.localhost:8080")
                    .awaitHead();
            String head = TestRelay.await(heads);
            assertThat(head)
                    .startsWith("GET /ws?a=b HTTP/1.1\r\nHost: 127.0.0.1:" + server.port())
                    .contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
                    .contains("\r\nSec-WebSocket-Version: 13\r\n")
                    .contains("\r\nSec-WebSocket-Protocol: vite-hmr\r\n")
                    .contains("\r\nSec-WebSocket-Extensions: permessage-deflate\r\n")
                    .contains("\r\nOrigin: http://127.0.0.1:" + server.port() + "\r\n")
                    .containsPattern("\r\nSec-WebSocket-Key: [0-9A-Za-z+/]{22}==\r\n");
            agent.upgrade("websocket", "/ws").awaitHead();
            assertThat(key(TestRelay.await(heads))).isNotEqualTo(key(head));
        }
    }

    @Test
    void theAnswerKeepsItsFieldsButForThoseOfTheConnection() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.switchProtocols(
                                            connection.readHead(),
                                            "Sec-WebSocket-Protocol: chat\r\n"
                                                    + "Set-Cookie: a=b\r\n"
                                                    + "Content-Length: 0\r\n",
                                            "");
                                    connection.drain();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Fields head = agent.upgrade("websocket", "/").awaitHead();
            assertThat(head.value(KnownField.SEC_WEBSOCKET_PROTOCOL)).isEqualTo("chat");
            assertThat(head.value(KnownField.SET_COOKIE)).isEqualTo("a=b");
            assertThat(head.count()).as(head.toString()).isEqualTo(3);
        }
    }

    @Test
    void anyProtocolPassesWithAnyMethodAndWithoutAKey() {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (ScriptedServer server = noting(heads);
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("ptth", "/exec", "portsicle-method", "POST");
            assertThat(visit.awaitStatus()).isEqualTo(200);
            assertThat(TestRelay.await(heads))
                    .startsWith("POST /exec HTTP/1.1\r\n")
                    .contains("\r\nUpgrade: ptth\r\n", "\r\nContent-Length: 0\r\n")
                    .doesNotContainIgnoringCase("portsicle")
                    .doesNotContain("Sec-WebSocket");
            assertThat(visit.send("ping", false).awaitReceived(4)).isEqualTo("ping");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /evil", "", "A B", "GET\tX"})
    void aMethodThatIsNoTokenIsRefused(String method) {
        try (ScriptedServer server = echo();
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/", "portsicle-method", method);
            assertThat(visit.awaitStatus()).isEqualTo(400);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void connectIsNoMethodForAnUpgrade() {
        try (ScriptedServer server = echo();
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/", "portsicle-method", "CONNECT");
            assertThat(visit.awaitStatus()).isEqualTo(501);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void bytesBehindThe101AreTheFirstOfTheStream() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.switchProtocols(connection.readHead(), "", "hello ");
                                    connection.echo();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            assertThat(visit.awaitReceived(6)).isEqualTo("hello ");
            assertThat(visit.send("you", true).awaitBody()).isEqualTo("hello you");
        }
    }

    @Test
    void bytesThatCameBeforeThe101FollowIt() {
        CountDownLatch sent = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    String head = connection.readHead();
                                    awaitQuietly(sent);
                                    connection.switchProtocols(head);
                                    connection.echo();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/").send("early", true);
            sent.countDown();
            assertThat(visit.awaitBody()).isEqualTo("early");
        }
    }

    @Test
    void bytesThatComeBeforeThe101WaitWithinTheWindow() {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    awaitQuietly(over);
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            AtomicLong taken = new AtomicLong();
            visit.sendWhileThereIsRoom(new byte[16 * 1024], taken);
            Standstill.of(taken);
            assertThat(taken.get()).isLessThanOrEqualTo((256 + 80) * 1024);
            over.countDown();
        }
    }

    @Test
    void theVisitorsEndLeavesTheServersDirectionOpen() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.switchProtocols(connection.readHead());
                                    long bytes = connection.drain();
                                    connection.write("got " + bytes);
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/").send(new byte[300_000], true);
            assertThat(visit.awaitBody()).isEqualTo("got 300000");
            assertThat(visit.awaitEnd()).isInstanceOf(StreamEnd.Completed.class);
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void theServersEndLeavesTheVisitorsDirectionOpen() {
        BlockingQueue<Long> counted = new LinkedBlockingQueue<>();
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.switchProtocols(connection.readHead());
                                    connection.write("bye");
                                    connection.endOutput();
                                    counted.add(connection.drain());
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            assertThat(visit.awaitBody()).isEqualTo("bye");
            for (int i = 0; i < 10; i++) {
                visit.send(new byte[100_000], i == 9);
            }
            assertThat(TestRelay.await(counted)).isEqualTo(1_000_000);
            assertThat(visit.awaitEnd()).isInstanceOf(StreamEnd.Completed.class);
        }
    }

    @Test
    void aRefusalIsHandedOnAndTheRequestsBytesAreDropped() {
        BlockingQueue<Long> counted = new LinkedBlockingQueue<>();
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            "HTTP/1.1 403 Forbidden\r\n"
                                                    + "Content-Length: 2\r\n\r\nno");
                                    counted.add(connection.drain());
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/").send("early", false);
            assertThat(visit.awaitStatus()).isEqualTo(403);
            assertThat(visit.awaitBody()).isEqualTo("no");
            assertThat(visit.values("portsicle-upgrade")).isEmpty();
            assertThat(TestRelay.await(counted)).isZero();
            visit.send(new byte[400_000], true);
            assertThat(visit.awaitEnd()).isInstanceOf(StreamEnd.Completed.class);
        }
    }

    @Test
    void aServerThatIgnoresTheUpgradeIsNotTakenForOneThatSwitched() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            "HTTP/1.1 200 OK\r\nPortsicle-Upgrade: forged\r\n"
                                                    + "Transfer-Encoding: chunked\r\n\r\n"
                                                    + "5\r\nhello\r\n0\r\n\r\n");
                                    connection.drain();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            assertThat(visit.awaitBody()).isEqualTo("hello");
            assertThat(visit.values("portsicle-upgrade")).containsExactly("ignored");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void interimResponsesBeforeTheSwitchAreHandedOn() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    String head = connection.readHead();
                                    connection.write("HTTP/1.1 103 Early Hints\r\n\r\n");
                                    connection.switchProtocols(head);
                                    connection.echo();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            assertThat(visit.interimStatuses()).containsExactly("103");
            assertThat(visit.send("x", true).awaitBody()).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upgrade: websocket\r\nSec-WebSocket-Accept: d3Jvbmc=\r\n",
                "Upgrade: websocket\r\n",
            })
    void aWrongProofIsA502ThatSaysSo(String fields) {
        try (ScriptedServer server = switching(fields);
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-error");
            assertThat(visit.awaitBody()).contains("wrong Sec-WebSocket-Accept");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: h2c\r\n", ""})
    void anotherProtocolThanTheWishedOneIsA502ThatSaysSo(String fields) {
        try (ScriptedServer server = switching(fields);
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.awaitBody()).contains("was asked for websocket");
        }
    }

    @Test
    void noConnectionIsA502() {
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("nobody.invalid:80"))) {
            Visit visit = agent.upgrade("websocket", "/").send("early", false);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-unreachable");
        }
    }

    @Test
    void aServerThatClosesBeforeItsAnswerIsA502() {
        try (ScriptedServer server = new ScriptedServer(connection -> connection.readHead());
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.awaitBody()).contains("without a response");
        }
    }

    @Test
    void aServerThatDiesBreaksTheStreamOff() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.switchProtocols(connection.readHead(), "", "hello");
                                    connection.read(5);
                                    connection.abort();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            visit.awaitReceived(5);
            visit.send("hello", false);
            assertThat(visit.awaitEnd())
                    .isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.INTERNAL_ERROR));
        }
    }

    @Test
    void aServerThatDiesBehindItsEndBreaksTheStreamOff() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.switchProtocols(connection.readHead());
                                    connection.endOutput();
                                    connection.read(5);
                                    connection.abort();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            assertThat(visit.awaitBody()).isEmpty();
            visit.send("hello", false);
            await().until(() -> server.openConnections() == 0);
            await().until(() -> visit.send("?", false).isOver());
            assertThat(visit.awaitEnd())
                    .isEqualTo(new StreamEnd.ResetByPeer(ErrorCode.INTERNAL_ERROR));
        }
    }

    @Test
    void aVisitorWhoBreaksOffResetsTheLocalConnection() {
        try (ScriptedServer server = echo();
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/").send("x", false);
            visit.awaitReceived(1);
            visit.leave();
            assertThat(server.awaitBreak()).contains("reset");
        }
    }

    @Test
    void aServerThatDoesNotReadStopsTheVisitor() {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.switchProtocols(connection.readHead());
                                    awaitQuietly(over);
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.upgrade("websocket", "/");
            visit.awaitHead();
            AtomicLong taken = new AtomicLong();
            visit.sendWhileThereIsRoom(new byte[64 * 1024], taken);
            Standstill.of(taken);
            assertThat(taken.get()).isLessThan(32L * 1024 * 1024);
            over.countDown();
            visit.leave();
        }
    }

    @Test
    void aVisitorWhoDoesNotReadStopsTheServer() {
        AtomicLong written = new AtomicLong();
        byte[] piece = new byte[64 * 1024];
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.switchProtocols(connection.readHead());
                                    while (true) {
                                        connection.write(piece);
                                        written.addAndGet(piece.length);
                                    }
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Fields head = Visit.head("CONNECT", "/").add(KnownField.PROTOCOL, "websocket");
            Visit stuck = Visit.open(agent.link, head, false, false);
            assertThat(stuck.awaitStatus()).isEqualTo(200);
            Standstill.of(written);
            assertThat(written.get()).isLessThan(32L * 1024 * 1024);
            assertThat(stuck.receivedBytes()).isLessThanOrEqualTo(256 * 1024);
            stuck.leave();
        }
    }

    @Test
    void theResponseTimeoutIsForTheHeadOnly() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    String head = connection.readHead();
                                    if (head.startsWith("GET /silent")) {
                                        connection.drain();
                                    }
                                    connection.switchProtocols(head);
                                    connection.echo();
                                });
                AgentFixture agent =
                        new AgentFixture(
                                server.address(), c -> c.responseTimeout(Duration.ofMillis(500)))) {
            Visit upgraded = agent.upgrade("websocket", "/");
            assertThat(upgraded.awaitStatus()).isEqualTo(200);
            Visit silent = agent.upgrade("websocket", "/silent");
            assertThat(silent.awaitStatus()).isEqualTo(504);
            assertThat(upgraded.send("still", false).awaitReceived(5)).isEqualTo("still");
        }
    }

    @Test
    void itIsReportedAs101WithTheBytesOfBothDirections() {
        try (ScriptedServer server = echo();
                AgentFixture agent =
                        new AgentFixture(server.address(), c -> c.requestEvents(true))) {
            agent.upgrade("websocket", "/ws?secret=1").send("hello", true).awaitBody();
            AgentEvent.RequestCompleted event = agent.awaitEvent(AgentEvent.RequestCompleted.class);
            assertThat(event.method()).isEqualTo("GET");
            assertThat(event.path()).isEqualTo("/ws");
            assertThat(event.status()).isEqualTo(101);
            assertThat(event.bytesReceived()).isEqualTo(5);
            assertThat(event.bytesSent()).isEqualTo(5);
        }
    }

    private static ScriptedServer echo() {
        return new ScriptedServer(
                connection -> {
                    connection.switchProtocols(connection.readHead());
                    connection.echo();
                });
    }

    private static ScriptedServer noting(BlockingQueue<String> heads) {
        return new ScriptedServer(
                connection -> {
                    String head = connection.readHead();
                    heads.add(head);
                    connection.switchProtocols(head);
                    connection.echo();
                });
    }

    private static ScriptedServer switching(String fields) {
        return new ScriptedServer(
                connection -> {
                    connection.readHead();
                    connection.write(
                            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n"
                                    + fields
                                    + "\r\nbytes behind it");
                    connection.drain();
                });
    }

    private static String key(String head) {
        return head.lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Key"))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
