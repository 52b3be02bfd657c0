package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.netty.channel.EventLoopGroup;
import io.portsicle.tunnel.LinkEnd;
import io.portsicle.tunnel.Transport;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The life of an agent: connecting, being refused, coming back, closing.
class AgentTest {
    private static final LocalAddress NOBODY = LocalAddress.parse("127.0.0.1:9");

    private final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();

    @Test
    void theEndpointIsWhatTheRelayGave() {
        try (AgentFixture agent = new AgentFixture(NOBODY)) {
            Endpoint endpoint =
                    new Endpoint(
                            "demo",
                            URI.create("http://demo.localhost:8080"),
                            List.of(URI.create("http://127.0.0.1:8080/demo/")));
            assertThat(TestRelay.await(agent.events))
                    .isEqualTo(new AgentEvent.Connected(endpoint, false));
            assertThat(agent.agent.endpoint()).contains(endpoint);
            assertThat(agent.agent.connected().toCompletableFuture().join()).isEqualTo(endpoint);
        }
    }

    @Test
    void aCutLinkIsReplacedAndTheSessionAskedForAgain() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                AgentFixture agent = new AgentFixture(server.address(), c -> c.name("demo"))) {
            agent.relay.awaitUpgrade();
            agent.relay.cutConnections();
            assertThat(agent.awaitEvent(AgentEvent.Disconnected.class).retryIn().toMillis())
                    .isLessThan(500);
            assertThat(agent.relay.awaitUpgrade())
                    .contains("Portsicle-Name: demo\r\n")
                    .contains("Portsicle-Session: s-1\r\nPortsicle-Resume: secret-1\r\n");
            assertThat(agent.awaitEvent(AgentEvent.Connected.class).again()).isTrue();
            assertThat(Visit.get(agent.relay.awaitLink(), "/").awaitBody()).isEqualTo("ok");
        }
    }

    @Test
    void aResetLinkIsCalledThatInAFewWords() {
        try (ScriptedServer server = ScriptedServer.answering("ok");
                AgentFixture agent = new AgentFixture(server.address(), c -> c)) {
            agent.relay.awaitUpgrade();
            agent.awaitEvent(AgentEvent.Connected.class);
            agent.relay.resetConnections();
            assertThat(agent.awaitEvent(AgentEvent.Disconnected.class).reason())
                    .isEqualTo("connection reset");
        }
    }

    @Test
    void aRelayThatIsAwayIsTriedUntilItIsBack() {
        TestRelay relay = new TestRelay();
        int port = relay.port();
        relay.stopListening();
        try (Agent agent = start(relay.url("127.0.0.1", port))) {
            AgentEvent first = TestRelay.await(events);
            assertThat(first).isInstanceOf(AgentEvent.Unreachable.class);
            assertThat(((AgentEvent.Unreachable) first).reason()).isEqualTo("connection refused");
            relay.listenAgain(port);
            AgentEvent second = TestRelay.await(events);
            assertThat(second)
                    .isInstanceOfSatisfying(
                            AgentEvent.Connected.class, c -> assertThat(c.again()).isFalse());
            assertThat(agent.endpoint()).isPresent();
        }
        relay.close();
    }

    @Test
    void aRelayThatIsGoingGetsANewLinkWhileTheOldOneFinishes() {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    awaitQuietly(go);
                                    connection.answer("finished");
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit running = agent.get("/");
            await().until(() -> server.connections() == 1);
            agent.link.loop().execute(() -> agent.link.drain("draining"));
            assertThat(agent.relay.awaitLink()).isNotSameAs(agent.link);
            go.countDown();
            assertThat(running.awaitBody()).isEqualTo("finished");
            assertThat(agent.events).noneMatch(AgentEvent.Disconnected.class::isInstance);
        }
    }

    @Test
    void itsHealthIsItsLinkAndTheRoundTrip() {
        try (AgentFixture agent = new AgentFixture(NOBODY)) {
            await().until(() -> agent.agent.health().roundTrip().isPresent());

            assertThat(agent.agent.health().links()).isEqualTo(1);
            assertThat(agent.agent.health().wantedLinks()).isEqualTo(1);
        }
    }

    @Test
    void aWrongTokenEndsTheAgent() {
        assertEnds(
                "HTTP/1.1 401 Unauthorized\r\n"
                        + "Portsicle-Error: bad-token\r\n"
                        + "Content-Length: 0\r\n\r\n",
                AgentEvent.Cause.REFUSED,
                "asks for a token");
    }

    @Test
    void anOrdinaryWebServerEndsTheAgent() {
        assertEnds(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
                AgentEvent.Cause.NOT_A_RELAY,
                "no Portsicle relay at http://127.0.0.1:");
    }

    @Test
    void anAgentThatEndedBeforeItWasConnectedSaysSoToWhoeverWaits() {
        try (TestRelay relay = new TestRelay()) {
            relay.refuseNext("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            try (Agent agent = start(relay.url())) {
                assertThatThrownBy(() -> agent.connected().toCompletableFuture().join())
                        .hasCauseInstanceOf(AgentEndedException.class)
                        .hasMessageContaining("it answered 404");
            }
        }
    }

    @Test
    void closingSaysGoodbyeToTheRelay() {
        AgentFixture agent = new AgentFixture(NOBODY);
        agent.agent.close();
        assertThat(agent.relay.awaitLinkEnd()).isInstanceOf(LinkEnd.ClosedByPeer.class);
        assertThat(agent.awaitEvent(AgentEvent.Ended.class).cause())
                .isEqualTo(AgentEvent.Cause.CLOSED);
        agent.agent.close();
        agent.relay.close();
    }

    @Test
    void closingLetsARunningRequestFinish() {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    awaitQuietly(go);
                                    connection.answer("finished");
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit running = agent.get("/");
            await().until(() -> server.connections() == 1);
            Thread closing = Thread.ofVirtual().start(agent.agent::close);
            go.countDown();
            assertThat(running.awaitBody()).isEqualTo("finished");
            await().until(() -> !closing.isAlive());
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void closingBeforeTheRelayAnsweredEndsToo() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Agent agent = start(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
            agent.close();
            assertThat(agent.ended().toCompletableFuture().join().cause())
                    .isEqualTo(AgentEvent.Cause.CLOSED);
        }
    }

    @Test
    void aListenerThatFailsOrWaitsDoesNotHoldUpRequests() {
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.answering("ok");
                AgentFixture agent =
                        new AgentFixture(
                                server.address(),
                                c ->
                                        c.requestEvents(true)
                                                .listener(
                                                        event -> {
                                                            awaitQuietly(release);
                                                            throw new IllegalStateException(
                                                                    "listener");
                                                        }))) {
            for (int i = 0; i < 1500; i++) {
                assertThat(agent.get("/").awaitBody()).isEqualTo("ok");
            }
            release.countDown();
        }
    }

    @Test
    void sharedEventLoopsOutliveTheAgent() {
        EventLoopGroup loops = Transport.best().newGroup(2, "shared");
        try (ScriptedServer server = ScriptedServer.answering("ok")) {
            try (AgentFixture agent =
                    new AgentFixture(server.address(), c -> c.eventLoops(loops))) {
                assertThat(agent.get("/").awaitBody()).isEqualTo("ok");
            }
            assertThat(loops.isShuttingDown()).isFalse();
        } finally {
            Transport.shutDown(loops);
        }
    }

    @Test
    void aRealServerIsServed() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, 0);
                    try (var out = exchange.getResponseBody()) {
                        out.write(body);
                    }
                });
        server.start();
        LocalAddress address = LocalAddress.http("127.0.0.1", server.getAddress().getPort(), "");
        try (AgentFixture agent = new AgentFixture(address)) {
            String text = "echo".repeat(50_000);
            for (int i = 0; i < 5; i++) {
                assertThat(agent.post("/").send(text, false).send("!", true).awaitBody())
                        .isEqualTo(text + "!");
            }
        } finally {
            server.stop(0);
        }
    }

    private void assertEnds(String answer, AgentEvent.Cause cause, String message) {
        try (TestRelay relay = new TestRelay()) {
            relay.refuseNext(answer);
            Agent agent = start(relay.url());
            AgentEvent.Ended ended =
                    agent.ended().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
            assertThat(ended.cause()).isEqualTo(cause);
            assertThat(ended.message()).contains(message);
            assertThat(events).containsExactly(ended);
            agent.close();
        }
    }

    private Agent start(URI relay) {
        return Agent.start(AgentConfig.builder(relay, NOBODY).listener(events::add).build());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
