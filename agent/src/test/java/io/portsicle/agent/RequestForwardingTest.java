package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.tunnel.message.Fields;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/// What the local server sees of a visitor's request.
class RequestForwardingTest {
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();

    @Test
    void theTargetArrivesByteForByte() {
        assertThat(headFor(Visit.head("GET", "/a%2Fb/../c;d?x=1&y=%20z&y=")))
                .startsWith("GET /a%2Fb/../c;d?x=1&y=%20z&y= HTTP/1.1\r\n");
    }

    @Test
    void theBasePathStandsBeforeTheTarget() {
        String head = headFor(Visit.head("GET", "/x?y"), u -> u, "/base");
        assertThat(head).startsWith("GET /base/x?y HTTP/1.1\r\n");
    }

    @Test
    void aTargetThatLooksLikeAnotherHostStaysAPathOfTheLocalServer() {
        assertThat(headFor(Visit.head("GET", "//evil.example/x")))
                .startsWith("GET //evil.example/x HTTP/1.1\r\n");
        assertThat(headFor(Visit.head("GET", "/@evil.example:80/")))
                .startsWith("GET /@evil.example:80/ HTTP/1.1\r\n");
    }

    @Test
    void anAbsoluteTargetIsRefusedAndReachesNobody() {
        try (ScriptedServer server = ScriptedServer.answering("never");
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("http://127.0.0.1:1/").awaitEnd().toString())
                    .contains("PROTOCOL_ERROR");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void optionsForTheWholeServerPass() {
        assertThat(headFor(Visit.head("OPTIONS", "*"))).startsWith("OPTIONS * HTTP/1.1\r\n");
    }

    @Test
    void theHostIsTheLocalServersOwn() {
        try (ScriptedServer server = recording();
                AgentFixture agent = new AgentFixture(server.address())) {
            agent.get("/").awaitStatus();
            assertThat(TestRelay.await(heads))
                    .contains("\r\nHost: 127.0.0.1:" + server.port() + "\r\n");
        }
    }

    @Test
    void thePublicHostIsKeptWhereAsked() {
        assertThat(
                        headFor(
                                Visit.head("GET", "/"),
                                c -> c.hostHeader(new HostHeader.Preserve()),
                                ""))
                .contains("\r\nHost: demo.localhost:8080\r\n");
    }

    @Test
    void theHostIsAnyNameWhereAsked() {
        assertThat(
                        headFor(
                                Visit.head("GET", "/"),
                                c -> c.hostHeader(new HostHeader.Fixed("app.test")),
                                ""))
                .contains("\r\nHost: app.test\r\n");
    }

    @Test
    void theEndpointsOwnOriginBecomesTheLocalServers() {
        try (ScriptedServer server = recording();
                AgentFixture agent = new AgentFixture(server.address())) {
            agent.get("/", "origin", "https://demo.localhost:8080", "x-forwarded-proto", "https")
                    .awaitStatus();
            assertThat(TestRelay.await(heads))
                    .contains("\r\nOrigin: http://127.0.0.1:" + server.port() + "\r\n");
        }
    }

    @Test
    void aForeignOriginStays() {
        assertThat(
                        headFor(
                                Visit.head(
                                        "GET",
                                        "/",
                                        "origin",
                                        "https://else.example",
                                        "x-forwarded-proto",
                                        "https")))
                .contains("\r\nOrigin: https://else.example\r\n");
    }

    @Test
    void repeatedFieldsKeepTheirOrderAndNumber() {
        assertThat(headFor(Visit.head("GET", "/", "x-a", "1", "x-b", "2", "x-a", "3")))
                .containsSubsequence("X-A: 1\r\n", "X-B: 2\r\n", "X-A: 3\r\n");
    }

    @Test
    void cookiesInSeveralFieldsBecomeOne() {
        assertThat(headFor(Visit.head("GET", "/", "cookie", "a=1", "cookie", "b=2")))
                .contains("\r\nCookie: a=1; b=2\r\n");
    }

    @Test
    void aRequestWithoutBodyHasNoFraming() {
        assertThat(headFor(Visit.head("GET", "/")))
                .doesNotContainIgnoringCase("content-length")
                .doesNotContainIgnoringCase("transfer-encoding");
    }

    @Test
    void aPostWithoutBodySaysSo() {
        assertThat(headFor(Visit.head("POST", "/"))).contains("\r\nContent-Length: 0\r\n");
    }

    @Test
    void aBodyOfKnownLengthKeepsItsLength() {
        try (ScriptedServer server = recording();
                AgentFixture agent = new AgentFixture(server.address())) {
            agent.post("/", "content-length", "5")
                    .send("he", false)
                    .send("llo", true)
                    .awaitStatus();
            assertThat(TestRelay.await(heads)).contains("\r\nContent-Length: 5\r\n");
            assertThat(TestRelay.await(bodies)).isEqualTo("hello");
        }
    }

    @Test
    void aBodyOfUnknownLengthComesInChunks() {
        try (ScriptedServer server = recording();
                AgentFixture agent = new AgentFixture(server.address())) {
            String large = "x".repeat(5000);
            agent.post("/").send("hello", false).send(large, false).send("", true).awaitStatus();
            assertThat(TestRelay.await(heads)).contains("\r\nTransfer-Encoding: chunked\r\n");
            assertThat(TestRelay.await(bodies)).isEqualTo("hello" + large + "|");
        }
    }

    @Test
    void trailersOfARequestArrive() {
        try (ScriptedServer server = recording();
                AgentFixture agent = new AgentFixture(server.address())) {
            agent.post("/")
                    .send("a", false)
                    .sendTrailers(new Fields().add("x-sum", "1"))
                    .awaitStatus();
            assertThat(TestRelay.await(bodies)).isEqualTo("a|X-Sum: 1\r\n");
        }
    }

    @Test
    void theFirstBytesOfAnUploadArriveWhileItGoesOn() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    bodies.add(connection.readUntil("first"));
                                    connection.drain();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.post("/").send("first", false);
            assertThat(TestRelay.await(bodies)).endsWith("first");
            visit.leave();
        }
    }

    @Test
    void aBodyLongerThanItsLengthEndsTheStreamAndTheConnection() {
        try (ScriptedServer server = recording();
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.post("/", "content-length", "3").send("ab", false).send("cd", true);
            assertThat(visit.awaitEnd().toString()).contains("PROTOCOL_ERROR");
            assertThat(bodies).isEmpty();
        }
    }

    private String headFor(Fields head) {
        return headFor(head, c -> c, "");
    }

    private String headFor(
            Fields head, UnaryOperator<AgentConfig.Builder> change, String basePath) {
        try (ScriptedServer server = recording();
                AgentFixture agent =
                        new AgentFixture(
                                LocalAddress.http("127.0.0.1", server.port(), basePath), change)) {
            Visit.open(agent.link, head, true, true).awaitStatus();
            return TestRelay.await(heads);
        }
    }

    /// Records heads and bodies as they stand on the wire.
    private ScriptedServer recording() {
        return new ScriptedServer(
                connection -> {
                    String head = connection.readHead();
                    while (!head.isEmpty()) {
                        heads.add(head);
                        recordBody(connection, head);
                        connection.answer("ok");
                        head = connection.readHead();
                    }
                });
    }

    private void recordBody(ScriptedServer.Connection connection, String head) throws IOException {
        if (head.contains("Transfer-Encoding: chunked")) {
            bodies.add(connection.readChunked());
        } else if (head.contains("Content-Length: ")) {
            int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
            String body = connection.read(length);
            if (body.length() == length) {
                bodies.add(body);
            }
        }
    }
}
