package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portsicle.tunnel.http2.StreamEnd;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;

/// What the visitor sees of the local server's response.
class ResponseForwardingTest {
    @Test
    void statusAndRepeatedFieldsArriveInOrder() {
        try (ScriptedServer server =
                        answering(
                                "HTTP/1.1 302 Found\r\n"
                                        + "X-A: 1\r\n"
                                        + "X-B: 2\r\n"
                                        + "X-A: 3\r\n"
                                        + "Location: http://else.example/\r\n"
                                        + "Content-Length: 2\r\n\r\n"
                                        + "hi");
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(302);
            assertThat(visit.values("x-a")).containsExactly("1", "3");
            assertThat(visit.values("location")).containsExactly("http://else.example/");
            assertThat(visit.awaitBody()).isEqualTo("hi");
        }
    }

    @Test
    void aRedirectToTheServerItselfLeadsToThePublicUrl() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    String host =
                                            connection.readHead().split("Host: ")[1].split("\r")[0];
                                    connection.write(
                                            "HTTP/1.1 302 Found\r\nLocation: http://"
                                                    + host.replace("127.0.0.1", "localhost")
                                                    + "/login\r\nContent-Length: 0\r\n\r\n");
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit =
                    agent.get(
                            "/",
                            "x-forwarded-proto",
                            "https",
                            "x-forwarded-host",
                            "relay.example.com",
                            "x-forwarded-prefix",
                            "/demo");
            assertThat(visit.values("location"))
                    .containsExactly("https://relay.example.com/demo/login");
        }
    }

    @Test
    void hopByHopFieldsStayBehind() {
        try (ScriptedServer server =
                        answering(
                                "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Mine\r\nX-Mine: 1\r\n"
                                        + "Keep-Alive: timeout=5\r\nContent-Length: 0\r\n\r\n");
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.get("/");
            assertThat(visit.values("connection")).isEmpty();
            assertThat(visit.values("keep-alive")).isEmpty();
            assertThat(visit.values("x-mine")).isEmpty();
        }
    }

    @Test
    void aLocalServerCannotSpeakAsPortsicle() {
        try (ScriptedServer server =
                        answering(
                                "HTTP/1.1 502 Bad Gateway\r\nPortsicle-Error: link-lost\r\n"
                                        + "Portsicle-Url: http://x\r\nContent-Length: 0\r\n\r\n");
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).isEmpty();
            assertThat(visit.values("portsicle-url")).isEmpty();
        }
    }

    @Test
    void theAnswerToHeadKeepsItsLengthAndHasNoBody() {
        try (ScriptedServer server = answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                AgentFixture agent = new AgentFixture(server.address())) {
            for (int i = 0; i < 3; i++) {
                Visit visit = Visit.open(agent.link, Visit.head("HEAD", "/"), true, true);
                assertThat(visit.values("content-length")).containsExactly("1000");
                assertThat(visit.awaitBytes()).isEmpty();
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void noContentAndNotModifiedHaveNoBody() {
        for (String status : new String[] {"204 No Content", "304 Not Modified"}) {
            try (ScriptedServer server =
                            answering("HTTP/1.1 " + status + "\r\nETag: \"x\"\r\n\r\n");
                    AgentFixture agent = new AgentFixture(server.address())) {
                Visit visit = agent.get("/");
                assertThat(visit.awaitStatus()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
                assertThat(visit.awaitBytes()).isEmpty();
                assertThat(agent.get("/").awaitBytes()).isEmpty();
                assertThat(server.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void aChunkedBodyArrivesWholeAndItsConnectionIsUsedAgain() {
        try (ScriptedServer server =
                        answering(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("hello world");
            assertThat(agent.get("/").awaitBody()).isEqualTo("hello world");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void trailersArrive() {
        try (ScriptedServer server =
                        answering(
                                "HTTP/1.1 200 OK\r\n"
                                        + "Transfer-Encoding: chunked\r\n\r\n"
                                        + "2\r\n"
                                        + "hi\r\n"
                                        + "0\r\n"
                                        + "Grpc-Status: 0\r\n"
                                        + "Content-Length: 5\r\n\r\n");
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitBody()).isEqualTo("hi");
            assertThat(visit.trailers()).hasToString("Fields[grpc-status]");
        }
    }

    @Test
    void aBodyThatLastsUntilTheCloseArrivesWhole() {
        try (ScriptedServer server = once("HTTP/1.0 200 OK\r\n\r\nhello");
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("hello");
        }
    }

    @Test
    void interimResponsesPassBeforeTheFinalOne() {
        try (ScriptedServer server =
                        answering(
                                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
                                        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.get("/");
            assertThat(visit.interimStatuses()).containsExactly("103");
            assertThat(visit.awaitBody()).isEqualTo("hi");
        }
    }

    @Test
    void theFirstByteArrivesWhenTheServerSendsIt() {
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
                                    await(seen);
                                    connection.write("b");
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.get("/");
            visit.awaitFirstByte();
            assertThat(visit.isOver()).isFalse();
            seen.countDown();
            assertThat(visit.awaitBody()).isEqualTo("ab");
        }
    }

    @Test
    void aBodyCutShortIsNeverTakenForAWholeOne() {
        String[] cut = {
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"
        };
        for (String response : cut) {
            try (ScriptedServer server = once(response);
                    AgentFixture agent = new AgentFixture(server.address())) {
                Visit visit = agent.get("/");
                assertThat(visit.awaitStatus()).isEqualTo(200);
                assertThat(visit.awaitEnd())
                        .isInstanceOfSatisfying(
                                StreamEnd.ResetByPeer.class,
                                end -> assertThat(end.error().name()).isEqualTo("INTERNAL_ERROR"));
                assertThatThrownBy(visit::awaitBytes).hasMessageContaining("the stream ended");
            }
        }
    }

    @Test
    void aBodyUntilTheCloseThatEndsWithAResetIsCut() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write("HTTP/1.0 200 OK\r\n\r\nhalf");
                                    connection.readHead();
                                    connection.abort();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.post("/", "content-length", "4");
            visit.awaitFirstByte();
            visit.send("\r\n\r\n", true);
            assertThat(visit.awaitEnd()).isInstanceOf(StreamEnd.ResetByPeer.class);
        }
    }

    @Test
    void anEarlyResponsePassesAndStopsTheUpload() {
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            "HTTP/1.1 413 Too Large\r\n"
                                                    + "Content-Length: 3\r\n\r\n"
                                                    + "big");
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            Visit visit = agent.post("/");
            for (int i = 0; i < 64; i++) {
                visit.send(new byte[16 * 1024], false);
            }
            assertThat(visit.awaitStatus()).isEqualTo(413);
            assertThat(visit.awaitBody()).isEqualTo("big");
            visit.send("", true);
            assertThat(visit.awaitEnd()).isInstanceOf(StreamEnd.Completed.class);
        }
    }

    @Test
    void aLargeBodyArrivesWhole() {
        byte[] large = new byte[8 * 1024 * 1024];
        new java.util.Random(1).nextBytes(large);
        try (ScriptedServer server =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write(
                                            "HTTP/1.1 200 OK\r\nContent-Length: "
                                                    + large.length
                                                    + "\r\n\r\n");
                                    connection.write(large);
                                    connection.readHead();
                                });
                AgentFixture agent = new AgentFixture(server.address())) {
            assertThat(agent.get("/").awaitBytes()).isEqualTo(large);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Answers every request of a connection with the same bytes.
    private static ScriptedServer answering(String response) {
        return new ScriptedServer(
                connection -> {
                    while (!connection.readHead().isEmpty()) {
                        connection.write(response);
                    }
                });
    }

    /// Answers one request, then closes.
    private static ScriptedServer once(String response) {
        return new ScriptedServer(
                connection -> {
                    connection.readHead();
                    connection.write(response);
                });
    }
}
