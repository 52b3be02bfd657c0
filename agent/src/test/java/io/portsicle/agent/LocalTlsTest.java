package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.tls.Trust;
import io.portsicle.tunnel.http2.StreamEnd;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/// Local servers that speak https.
class LocalTlsTest {
    @TempDir private static Path folder;
    private static KeyStore ownName;
    private static KeyStore otherName;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ownName = TestCertificates.selfSigned(folder, "own", "IP:127.0.0.1,DNS:localhost");
        otherName = TestCertificates.selfSigned(folder, "other", "DNS:else.example");
    }

    @Test
    void aServerThatIsVouchedForIsSpokenTo() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (ScriptedServer server = recording(ownName, heads);
                AgentFixture agent = trusting(ownName, server)) {
            assertThat(agent.get("/a").awaitBody()).isEqualTo("ok");
            assertThat(agent.get("/b").awaitBody()).isEqualTo("ok");
            assertThat(server.connections()).isEqualTo(1);
            assertThat(TestRelay.await(heads))
                    .startsWith("GET /a HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n");
        }
    }

    @Test
    void itHearsWhichHostIsMeant() throws Exception {
        BlockingQueue<List<String>> named = new LinkedBlockingQueue<>();
        try (ScriptedServer server =
                        ScriptedServer.withTls(
                                TestCertificates.context(ownName),
                                connection -> {
                                    named.add(connection.namedHosts());
                                    connection.readHead();
                                    connection.answer("ok");
                                });
                AgentFixture agent = trusting(ownName, server)) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("ok");
            assertThat(TestRelay.await(named)).containsExactly("localhost");
        }
    }

    @Test
    void itsOwnOriginIsWithHttps() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (ScriptedServer server =
                        ScriptedServer.withTls(
                                TestCertificates.context(ownName),
                                connection -> {
                                    String head = connection.readHead();
                                    heads.add(head);
                                    String origin = head.split("Origin: ")[1].split("\r")[0];
                                    connection.write(
                                            "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
                                                    + "Location: "
                                                    + origin
                                                    + "/login\r\n\r\n");
                                });
                AgentFixture agent = trusting(ownName, server)) {
            Visit visit = agent.get("/", "origin", "http://demo.localhost:8080");
            assertThat(visit.values("location"))
                    .containsExactly("http://demo.localhost:8080/login");
            assertThat(TestRelay.await(heads))
                    .contains("\r\nOrigin: https://localhost:" + server.port() + "\r\n");
        }
    }

    @Test
    void aSelfSignedServerIsExplained() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (ScriptedServer server = recording(ownName, heads);
                AgentFixture agent = new AgentFixture(server.tlsAddress())) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-untrusted");
            assertThat(visit.awaitBody())
                    .contains("https://localhost:" + server.port() + " is not trusted")
                    .contains("--local-insecure", "--local-ca");
            assertThat(agent.awaitEvent(AgentEvent.LocalServerUnreachable.class).reason())
                    .startsWith("its certificate is not trusted");
            assertThat(heads).isEmpty();
        }
    }

    @Test
    void aCertificateForAnotherNameIsExplained() throws Exception {
        try (ScriptedServer server = recording(otherName, new LinkedBlockingQueue<>());
                AgentFixture agent = trusting(otherName, server)) {
            Visit visit = agent.upgrade("websocket", "/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.awaitBody()).contains("is not trusted", "localhost");
        }
    }

    @Test
    void anyCertificateIsTakenWhereAsked() throws Exception {
        try (ScriptedServer server = recording(otherName, new LinkedBlockingQueue<>());
                AgentFixture agent =
                        new AgentFixture(
                                server.tlsAddress(), c -> c.localTrust(new Trust.Anyone()))) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("ok");
        }
    }

    @Test
    void aServerWithoutTlsIsNamedAsSuch() {
        try (ScriptedServer plain =
                        new ScriptedServer(
                                connection -> {
                                    connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
                                    connection.drain();
                                });
                AgentFixture agent = new AgentFixture(plain.tlsAddress())) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.awaitBody()).contains("it does not speak TLS");
        }
    }

    @Test
    void aServerThatHangsInTheHandshakeIsGivenUp() {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedServer silent =
                        new ScriptedServer(
                                connection -> {
                                    try {
                                        over.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
                AgentFixture agent = new AgentFixture(silent.tlsAddress())) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.awaitBody()).contains("no TLS handshake within 5 s");
            over.countDown();
        }
    }

    @Test
    void aServerThatClosesInTheHandshakeIsAFailure() {
        try (ScriptedServer server = new ScriptedServer(connection -> connection.read(1));
                AgentFixture agent = new AgentFixture(server.tlsAddress())) {
            Visit visit = agent.get("/");
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-unreachable");
        }
    }

    @Test
    void anUpgradedConnectionEndsEachDirectionByItself() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.withTls(
                                TestCertificates.context(ownName),
                                connection -> {
                                    String head = connection.readHead();
                                    connection.switchProtocols(head, "", "hello");
                                    if (head.startsWith("GET /server-first")) {
                                        connection.endOutput();
                                        connection.drain();
                                    } else {
                                        long got = connection.drain();
                                        for (int i = 0; i < 200; i++) {
                                            connection.write(" got " + got);
                                        }
                                    }
                                });
                AgentFixture agent = trusting(ownName, server)) {
            Visit first = agent.upgrade("websocket", "/").send(new byte[300_000], true);
            assertThat(first.awaitBody()).hasSize("hello".length() + 200 * " got 300000".length());
            assertThat(first.awaitEnd()).isInstanceOf(StreamEnd.Completed.class);
            Visit second = agent.upgrade("websocket", "/server-first");
            assertThat(second.awaitBody()).isEqualTo("hello");
            second.send(new byte[300_000], true);
            assertThat(second.awaitEnd()).isInstanceOf(StreamEnd.Completed.class);
        }
    }

    private static ScriptedServer recording(KeyStore keys, BlockingQueue<String> heads)
            throws GeneralSecurityException {
        return ScriptedServer.withTls(
                TestCertificates.context(keys),
                connection -> {
                    for (String head = connection.readHead();
                            !head.isEmpty();
                            head = connection.readHead()) {
                        heads.add(head);
                        connection.answer("ok");
                    }
                });
    }

    private static AgentFixture trusting(KeyStore authorities, ScriptedServer server)
            throws GeneralSecurityException {
        Trust trust = new Trust.Authorities(TestCertificates.trust(authorities));
        return new AgentFixture(server.tlsAddress(), c -> c.localTrust(trust));
    }
}
