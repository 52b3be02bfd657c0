package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.NetUtil;
import io.portsicle.tunnel.message.Fields;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Which connections the agent opens, keeps, slows down and closes.
class LocalConnectionsTest {
    @Test
    void oneConnectionCarriesManyRequests() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                AgentFixture agent = new AgentFixture(server.address())) {
            for (int i = 0; i < 20; i++) {
                assertThat(agent.get("/").awaitBody()).isEqualTo("ok");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatTheServerWantsClosedIsNotUsedAgain() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            "HTTP/1.1 200 OK\r\n"
                                                    + "Connection: close\r\n"
                                                    + "Content-Length: 0\r\n\r\n");
                                    connection.drain();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/").awaitStatus()).isEqualTo(200);
            assertThat(agent.get("/").awaitStatus()).isEqualTo(200);
            assertThat(server.connections()).isEqualTo(2);
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void bytesBehindAResponseMakeTheConnectionUseless() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            "HTTP/1.1 200 OK\r\n"
                                                    + "Content-Length: 2\r\n\r\n"
                                                    + "okHTTP/1.1 200 OK\r\n\r\n");
                                    connection.drain();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("ok");
            assertThat(agent.get("/").awaitBody()).isEqualTo("ok");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aVisitorWhoLeavesClosesTheLocalConnection() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    asked.countDown();
                                    try {
                                        connection.drain();
                                    } finally {
                                        closed.countDown();
                                    }
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.get("/");
            await().until(() -> asked.getCount() == 0);
            visit.leave();
            await().until(() -> closed.getCount() == 0);
        }
    }

    @Test
    void aThousandVisitorsWhoLeaveDoNotHurtTheTunnel() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    while (!connection.readHead().isEmpty()) {
                                        connection.answer("ok");
                                    }
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            for (int i = 0; i < 1000; i++) {
                agent.get("/").leave();
            }
            assertThat(agent.get("/").awaitBody()).isEqualTo("ok");
        }
    }

    @Test
    void sixtyFourVisitorsAtOnceEachGetTheirOwnAnswer() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    String head = connection.readHead();
                                    while (!head.isEmpty()) {
                                        connection.answer(head.split(" ", 3)[1]);
                                        head = connection.readHead();
                                    }
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            for (int round = 0; round < 5; round++) {
                List<Visit> visits = new ArrayList<>();
                for (int i = 0; i < 64; i++) {
                    visits.add(agent.get("/" + round + "/" + i));
                }
                for (int i = 0; i < 64; i++) {
                    assertThat(visits.get(i).awaitBody()).isEqualTo("/" + round + "/" + i);
                }
            }
            assertThat(server.connections()).isLessThanOrEqualTo(64);
        }
    }

    @Test
    void aVisitorWhoDoesNotReadStopsTheLocalServer() {
        AtomicLong written = new AtomicLong();
        byte[] piece = new byte[64 * 1024];
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            "HTTP/1.1 200 OK\r\nContent-Length: 268435456\r\n\r\n");
                                    for (int i = 0; i < 4096; i++) {
                                        connection.write(piece);
                                        written.addAndGet(piece.length);
                                    }
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit stuck = Visit.notReading(agent.link, "/");
            assertThat(stuck.awaitStatus()).isEqualTo(200);
            Standstill.of(written);
            assertThat(written.get()).isLessThan(32L * 1024 * 1024);
            assertThat(stuck.receivedBytes()).isLessThanOrEqualTo(256 * 1024);
            stuck.leave();
        }
    }

    @Test
    void aLocalServerThatDoesNotReadStopsTheVisitor() {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    awaitQuietly(over);
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.post("/");
            AtomicLong taken = new AtomicLong();
            visit.sendWhileThereIsRoom(new byte[64 * 1024], taken);
            Standstill.of(taken);
            assertThat(taken.get()).isLessThan(32L * 1024 * 1024);
            over.countDown();
            visit.leave();
        }
    }

    @Test
    void aLargeUploadArrivesWhole() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.answer("" + connection.readChunked().length());
                                    connection.readHead();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.post("/");
            for (int i = 0; i < 200; i++) {
                visit.send(new byte[10_007], false);
            }
            visit.sendTrailers(new Fields().add("x", "y"));
            assertThat(visit.awaitBody()).isEqualTo("" + (200 * 10_007 + "|X: y\r\n".length()));
        }
    }

    @Test
    void localhostIsAlsoFoundOnIpv6() throws IOException {
        InetAddress six = NetUtil.createInetAddressFromIpAddressString("::1");
        boolean hasIpv6 = NetworkInterface.getByInetAddress(six) != null;
        assumeThat(hasIpv6).as("this machine has ::1").isTrue();
        try (ScriptedServer server =
                        new ScriptedServer(
                                new InetSocketAddress(six, 0),
                                connection -> {
                                    connection.readHead();
                                    connection.answer("six");
                                });
                AgentFixture agent = new AgentFixture(LocalAddress.parse("" + server.port()))) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("six");
            assertThat(agent.get("/").awaitBody()).isEqualTo("six");
        }
    }

    @Test
    void aNameThatNobodyKnowsIsA502() {
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("nobody.invalid:80"))) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.awaitBody()).contains("unknown host");
        }
    }

    @Test
    void ourOwnAnswersAreReportedToo() {
        try (AgentFixture agent =
                new AgentFixture(
                        LocalAddress.parse("nobody.invalid:80"), c -> c.requestEvents(true))) {
            int size = agent.get("/").awaitBytes().length;
            AgentEvent.RequestCompleted event = agent.awaitEvent(AgentEvent.RequestCompleted.class);
            assertThat(event.status()).isEqualTo(502);
            assertThat(event.bytesSent()).isEqualTo(size);
        }
    }

    @Test
    void requestsAreReportedWhereAsked() {
        try (ScriptedServer server = ScriptedServer.answering("hello");
                AgentFixture agent =
                        new AgentFixture(server.address(), c -> c.requestEvents(true))) {
            agent.post("/a?secret=1", "content-length", "3").send("abc", true).awaitBody();
            AgentEvent.RequestCompleted event = agent.awaitEvent(AgentEvent.RequestCompleted.class);
            assertThat(event.method()).isEqualTo("POST");
            assertThat(event.path()).isEqualTo("/a");
            assertThat(event.status()).isEqualTo(200);
            assertThat(event.bytesReceived()).isEqualTo(3);
            assertThat(event.bytesSent()).isEqualTo(5);
            assertThat(event.took()).isPositive();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
