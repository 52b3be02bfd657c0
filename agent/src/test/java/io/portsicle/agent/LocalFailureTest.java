package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;

/// What visitors get when the local server does not do its part.
class LocalFailureTest {
    @Test
    void aServerThatIsNotThereIsNamedInA502() throws IOException {
        int port = freePort();
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("localhost:" + port))) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-unreachable");
            assertThat(visit.values("content-type")).containsExactly("application/problem+json");
            assertThat(visit.awaitBody())
                    .contains("localhost:" + port)
                    .contains("connection refused");
        }
    }

    @Test
    void aBrowserGetsAPage() throws IOException {
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("" + freePort()))) {
            Visit visit = agent.get("/", "accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            assertThat(visit.values("content-type").getFirst()).startsWith("text/html");
            assertThat(visit.awaitBody()).contains("<html").contains("connection refused");
        }
    }

    @Test
    void theAnswerToHeadHasNoBodyEvenIfItIsOurs() throws IOException {
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("" + freePort()))) {
            Visit visit = Visit.open(agent.link, Visit.head("HEAD", "/"), true, true);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.awaitBytes()).isEmpty();
        }
    }

    @Test
    void anUploadToNobodyIsAnsweredAndEnds() throws IOException {
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("" + freePort()))) {
            Visit visit = agent.post("/").send(new byte[200_000], false);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            visit.send(new byte[500_000], true);
            assertThat(visit.awaitEnd().toString()).startsWith("Completed");
        }
    }

    @Test
    void theServerMayComeAndGoWithTheSameTunnel() throws IOException {
        int port = freePort();
        try (AgentFixture agent = new AgentFixture(LocalAddress.parse("127.0.0.1:" + port))) {
            assertThat(agent.get("/").awaitStatus()).isEqualTo(502);
            assertThat(agent.get("/").awaitStatus()).isEqualTo(502);
            assertThat(agent.awaitEvent(AgentEvent.LocalServerUnreachable.class))
                    .isEqualTo(
                            new AgentEvent.LocalServerUnreachable(
                                    "127.0.0.1:" + port, "connection refused"));
            ScriptedServer first = answeringOn(port);
            assertThat(agent.get("/").awaitStatus()).isEqualTo(200);
            assertThat(TestRelay.await(agent.events))
                    .isEqualTo(new AgentEvent.LocalServerBack("127.0.0.1:" + port));
            first.close();
            await().until(() -> first.openConnections() == 0);
            assertThat(agent.get("/").awaitStatus()).isEqualTo(502);
            try (ScriptedServer second = answeringOn(port)) {
                assertThat(agent.get("/").awaitStatus()).isEqualTo(200);
                assertThat(second.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void aResponseThatIsNotHttpIsA502() {
        assertBadResponse("SSH-2.0-OpenSSH_9.6\r\n\r\n", "not HTTP");
    }

    @Test
    void aConnectionClosedWithoutAResponseIsA502() {
        assertBadResponse("", "without a response");
    }

    @Test
    void aHeadCutInTheMiddleIsA502() {
        assertBadResponse("HTTP/1.1 200 OK\r\nContent-", "in the middle");
    }

    @Test
    void aLengthThatIsInDoubtIsA502() {
        assertBadResponse(
                "HTTP/1.1 200 OK\r\n"
                        + "Content-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n",
                "not HTTP");
    }

    @Test
    void anUpgradeThatNobodyAskedForIsA502() {
        assertBadResponse(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
                "switched protocols");
    }

    @Test
    void aSilentServerIsA504AfterTheResponseTimeout() {
        try (ScriptedServer server = silent();
                AgentFixture agent =
                        new AgentFixture(
                                server.address(), c -> c.responseTimeout(Duration.ofMillis(200)))) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(504);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-timeout");
            assertThat(visit.awaitBody()).contains("within 200 ms");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void theClockDoesNotRunWhileTheVisitorStillSends() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.read(2);
                                    connection.answer("ok");
                                });
                AgentFixture agent =
                        new AgentFixture(
                                server.address(), c -> c.responseTimeout(Duration.ofSeconds(2)))) {
            Visit slow = agent.post("/", "content-length", "2").send("a", false);
            try (ScriptedServer silent = silent();
                    AgentFixture other =
                            new AgentFixture(
                                    silent.address(),
                                    c -> c.responseTimeout(Duration.ofMillis(2100)))) {
                // A whole timeout, and more, passes elsewhere.
                assertThat(other.get("/").awaitStatus()).isEqualTo(504);
            }
            slow.send("b", true);
            assertThat(slow.awaitStatus()).isEqualTo(200);
        }
    }

    @Test
    void aStaleConnectionIsReplacedByAFreshOne() {
        try (ScriptedServer server = staleAfterFirst();
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("1");
            assertThat(agent.get("/").awaitBody()).isEqualTo("2");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatMayHaveActedIsNotSentTwice() {
        try (ScriptedServer server = staleAfterFirst();
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("1");
            Visit visit = Visit.open(agent.link, Visit.head("POST", "/"), true, true);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aFreshConnectionThatFailsIsNotTriedAgain() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Connection::readHead);
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/").awaitStatus()).isEqualTo(502);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /// Answers the first request of its first connection, and closes that when the second comes.
    private static ScriptedServer staleAfterFirst() {
        return new ScriptedServer(
                connection -> {
                    connection.readHead();
                    connection.answer("" + connection.number());
                    connection.readHead();
                });
    }

    private static ScriptedServer silent() {
        return new ScriptedServer(ScriptedServer.Connection::drain);
    }

    private static void assertBadResponse(String response, String detail) {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(response);
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-error");
            assertThat(visit.awaitBody()).contains(detail);
        }
    }

    private static ScriptedServer answeringOn(int port) {
        return new ScriptedServer(
                port,
                connection -> {
                    while (!connection.readHead().isEmpty()) {
                        connection.answer("ok");
                    }
                });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
