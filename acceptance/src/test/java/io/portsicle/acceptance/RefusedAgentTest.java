package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// Agents that get no URL: each says in one line why.
class RefusedAgentTest {
    @Test
    void aNameThatAnotherSessionHoldsIsRefused() throws IOException {
        try (RawServer local = RawServer.saying("first");
                RelayProcess relay = RelayProcess.start();
                AgentProcess first = AgentProcess.start(relay, local.port(), "--name", "demo");
                ChildProcess second = agent(relay.address(), "--name", "demo")) {
            assertThat(second.awaitExit()).isEqualTo(3);
            assertThat(second.err()).singleElement().asString().contains("demo").contains("taken");
            assertThat(second.out()).isEmpty();
            assertThat(RawVisitor.get(first.url(), "/").text()).isEqualTo("first");
        }
    }

    @Test
    void theNameOfAKilledAgentIsFreeForItsNeighbourAtOnce() throws IOException {
        try (RawServer local = RawServer.saying("first");
                RelayProcess relay = RelayProcess.start()) {
            try (AgentProcess killed = AgentProcess.start(relay, local.port(), "--name", "demo")) {
                killed.process().kill();
                killed.process().awaitExit();
            }
            try (AgentProcess again = AgentProcess.start(relay, local.port(), "--name", "demo")) {
                assertThat(again.name()).isEqualTo("demo");
                assertThat(RawVisitor.get(again.url(), "/").text()).isEqualTo("first");
            }
        }
    }

    @Test
    void aWebServerThatIsNoRelayIsNamedAsSuch() {
        try (Nginx nginx = Nginx.start("location /yes { return 200 yes; } ");
                ChildProcess agent = agent(URI.create("http://127.0.0.1:" + nginx.port()))) {
            assertThat(agent.awaitExit()).isEqualTo(1);
            assertThat(agent.err())
                    .singleElement()
                    .asString()
                    .contains("no Portsicle relay at http://127.0.0.1:" + nginx.port());
        }
    }

    @Test
    void aWebServerThatAnswersEverythingWith200IsNoRelayEither() {
        try (RawServer web = RawServer.saying("hello");
                ChildProcess agent = agent(URI.create("http://127.0.0.1:" + web.port()))) {
            assertThat(agent.awaitExit()).isEqualTo(1);
            assertThat(agent.err())
                    .singleElement()
                    .asString()
                    .contains("no Portsicle relay at http://127.0.0.1:" + web.port());
        }
    }

    @Test
    void anUnreachableRelayIsSaidOnceAndTriedUntilItIsThere() {
        int port = FreePort.next();
        try (ChildProcess agent = agent(URI.create("http://127.0.0.1:" + port), "--name", "late")) {
            await("the agent says so")
                    .until(
                            () ->
                                    agent.err().stream()
                                            .anyMatch(line -> line.contains("127.0.0.1:" + port)));
            try (RelayProcess relay = RelayProcess.startAt("http://127.0.0.1:" + port)) {
                agent.awaitLine(AgentProcess.URL_LINE + "http://late.localhost:" + relay.port());
            }
        }
    }

    @Test
    void severalFailedAttemptsAreOneLine() throws Exception {
        var attempts = new AtomicInteger();
        try (var closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ChildProcess agent =
                        agent(URI.create("http://127.0.0.1:" + closing.getLocalPort()))) {
            Thread.ofVirtual().start(() -> closeEach(closing, attempts));
            await("three attempts").atMost(Duration.ofSeconds(25)).until(() -> attempts.get() >= 3);

            assertThat(agent.isAlive()).isTrue();
            assertThat(agent.err())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + closing.getLocalPort());
        }
    }

    private static void closeEach(ServerSocket closing, AtomicInteger attempts) {
        try {
            while (!closing.isClosed()) {
                closing.accept().close();
                attempts.incrementAndGet();
            }
        } catch (IOException e) {
            // The test is over: closing the socket ends accept().
        }
    }

    private static ChildProcess agent(URI relay, String... options) {
        return Portsicle.run(AgentProcess.arguments(relay, "3000", options));
    }
}
