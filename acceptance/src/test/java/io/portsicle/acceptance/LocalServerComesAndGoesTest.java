package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.portsicle.acceptance.local.LocalConnection;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// The local server need not run: the tunnel stays, and says what is missing.
class LocalServerComesAndGoesTest {
    @Test
    void oneTunnelOutlivesALocalServerThatStartsStopsAndStartsAgain() throws IOException {
        int port = FreePort.next();
        try (Tunnel tunnel = Tunnel.to(port);
                RawVisitor visitor = tunnel.visitor()) {
            assertUnreachable(visitor.get("/"), port);

            HttpServer server = startLocalServer(port, "first");
            assertThat(visitor.get("/").text()).isEqualTo("first");
            server.stop(0);
            assertUnreachable(visitor.get("/"), port);

            HttpServer again = startLocalServer(port, "second");
            assertThat(visitor.get("/").text()).isEqualTo("second");
            again.stop(0);
            assertThat(tunnel.agent().process().out())
                    .filteredOn(line -> line.startsWith("Your public url: "))
                    .hasSize(1);
        }
    }

    @Test
    void aConnectionThatTheLocalServerClosedWhileIdleIsNotUsedAgain() throws IOException {
        try (RawServer local =
                        RawServer.start(
                                (request, connection) -> {
                                    connection.respond(200, "once");
                                    connection.close();
                                });
                Tunnel tunnel = Tunnel.to(local.port());
                RawVisitor visitor = tunnel.visitor()) {
            for (int request = 0; request < 20; request++) {
                assertThat(visitor.get("/").text()).isEqualTo("once");
            }
        }
    }

    @Test
    void aLocalServerThatDoesNotSpeakHttpIs502() throws IOException {
        try (RawServer local =
                        RawServer.start(
                                (request, connection) -> {
                                    connection.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                                    connection.close();
                                });
                Tunnel tunnel = Tunnel.to(local.port())) {
            RawResponse response = RawVisitor.get(tunnel.url(), "/");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.field("Portsicle-Error")).isEqualTo("local-server-error");
        }
    }

    @Test
    void aLocalServerThatEndsWithoutAnAnswerIs502() throws IOException {
        try (RawServer local = RawServer.start((request, connection) -> connection.close());
                Tunnel tunnel = Tunnel.to(local.port());
                RawVisitor visitor = tunnel.visitor()) {
            RawResponse response = visitor.post("/", "not idempotent");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.field("Portsicle-Error")).isEqualTo("local-server-error");
        }
    }

    @Test
    void aLocalServerThatSaysNothingIs504AfterTheResponseTimeout() throws IOException {
        try (RawServer local = RawServer.start((request, connection) -> connection.awaitEnd());
                Tunnel tunnel = Tunnel.to(local.port(), "--response-timeout", "500ms")) {
            RawResponse response = RawVisitor.get(tunnel.url(), "/");

            assertThat(response.status()).isEqualTo(504);
            assertThat(response.field("Portsicle-Error")).isEqualTo("local-server-timeout");
            await("the local request is cancelled")
                    .until(() -> local.connections().getFirst().isEnded());
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNeverTakenForAWholeOne() throws IOException {
        try (RawServer local =
                        RawServer.start(
                                (request, connection) -> breakOff(request.target(), connection));
                Tunnel tunnel = Tunnel.to(local.port())) {
            assertThat(wholeAnswers(tunnel, "/length")).isFalse();
            assertThat(wholeAnswers(tunnel, "/chunked")).isFalse();
        }
    }

    private static boolean wholeAnswers(Tunnel tunnel, String path) throws IOException {
        try (RawVisitor visitor = tunnel.visitor()) {
            InputStream body = visitor.body(visitor.request("GET", path).readHead());
            body.readAllBytes();
            return true;
        } catch (IOException expected) {
            // The connection ended before the body did, which is what a client must see.
            return false;
        }
    }

    private static void breakOff(String path, LocalConnection connection) throws IOException {
        if (path.equals("/length")) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
        } else {
            connection.startChunked();
            connection.writeChunk("only this");
        }
        connection.close();
    }

    private static void assertUnreachable(RawResponse response, int port) {
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.field("Portsicle-Error")).isEqualTo("local-server-unreachable");
        assertThat(response.text()).contains("localhost:" + port);
    }

    private static HttpServer startLocalServer(int port, String answer) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
