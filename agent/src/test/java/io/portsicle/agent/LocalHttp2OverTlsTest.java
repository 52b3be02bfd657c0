package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.Http2LocalServer.Script;
import io.portsicle.agent.local.LocalProtocol;
import io.portsicle.agent.tls.Trust;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Which version of HTTP a local server with TLS is spoken to in.
class LocalHttp2OverTlsTest {
    private static final Script SCRIPT =
            (call, head, end) -> call.answer("HTTP/2 " + head.scheme() + " " + head.authority());

    @TempDir private static Path folder;
    private static KeyStore keys;

    @BeforeAll
    static void makeCertificate() throws Exception {
        keys = TestCertificates.selfSigned(folder, "own", "DNS:localhost");
    }

    @Test
    void grpcGoesByHttp2AndTheRestByHttp1() throws Exception {
        try (Http2LocalServer server = new Http2LocalServer(SCRIPT, keys, "h2", "http/1.1");
                AgentFixture agent = agent(server, c -> c)) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("HTTP/1.1");
            assertThat(grpc(agent).awaitBody())
                    .isEqualTo("HTTP/2 https localhost:" + server.port());
            assertThat(agent.get("/").awaitBody()).isEqualTo("HTTP/1.1");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aServerThatSpeaksNothingElseGetsEverythingByHttp2() throws Exception {
        try (Http2LocalServer server = new Http2LocalServer(SCRIPT, keys, "h2");
                AgentFixture agent = agent(server, c -> c)) {
            List<Visit> visits = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                visits.add(agent.post("/").send("body", true));
            }
            visits.forEach(visit -> assertThat(visit.awaitBody()).startsWith("HTTP/2 https"));
            assertThat(agent.get("/").awaitBody()).startsWith("HTTP/2 https");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void theFirstRequestsWaitTogetherForTheAnswer() throws Exception {
        try (Http2LocalServer server = new Http2LocalServer(SCRIPT, keys, "h2", "http/1.1");
                AgentFixture agent = agent(server, c -> c)) {
            Visit first = agent.post("/").send("body", false);
            Visit second = agent.get("/");
            assertThat(first.awaitBody()).isEqualTo("HTTP/1.1");
            assertThat(second.awaitBody()).isEqualTo("HTTP/1.1");
        }
    }

    @Test
    void everythingGoesByHttp2WhereAsked() throws Exception {
        try (Http2LocalServer server = new Http2LocalServer(SCRIPT, keys, "h2", "http/1.1");
                AgentFixture agent = agent(server, c -> c.localProtocol(LocalProtocol.H2))) {
            assertThat(agent.get("/").awaitBody()).startsWith("HTTP/2 https");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void everythingGoesByHttp1WhereAsked() throws Exception {
        try (Http2LocalServer server = new Http2LocalServer(SCRIPT, keys, "h2", "http/1.1");
                AgentFixture agent = agent(server, c -> c.localProtocol(LocalProtocol.HTTP1))) {
            assertThat(grpc(agent).awaitBody()).isEqualTo("HTTP/1.1");
        }
    }

    @Test
    void aServerWithoutHttp2IsNamedAsSuch() throws Exception {
        try (Http2LocalServer server = new Http2LocalServer(SCRIPT, keys, "http/1.1");
                AgentFixture agent = agent(server, c -> c)) {
            Visit visit = grpc(agent);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.awaitBody()).contains("speaks no HTTP/2");
            assertThat(agent.get("/").awaitBody()).isEqualTo("HTTP/1.1");
        }
    }

    @Test
    void aServerThatKnowsNoAlpnSpeaksHttp1() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.withTls(
                                TestCertificates.context(keys),
                                connection -> {
                                    connection.readHead();
                                    connection.answer("ok");
                                });
                AgentFixture agent = agent(server.tlsAddress(), c -> c)) {
            assertThat(agent.get("/").awaitBody()).isEqualTo("ok");
            assertThat(grpc(agent).awaitBody()).contains("speaks no HTTP/2");
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsExplainedToThoseWhoWait() throws Exception {
        try (Http2LocalServer server = new Http2LocalServer(SCRIPT, keys, "h2");
                AgentFixture agent = agent(server, c -> c.localTrust(new Trust.Platform()))) {
            Visit visit = agent.post("/").send("body", false);
            assertThat(visit.awaitStatus()).isEqualTo(502);
            assertThat(visit.values("portsicle-error")).containsExactly("local-server-untrusted");
            assertThat(grpc(agent).values("portsicle-error"))
                    .containsExactly("local-server-untrusted");
        }
    }

    private static Visit grpc(AgentFixture agent) {
        return agent.post("/a.B/C", "content-type", "application/grpc").send("x", true);
    }

    private static AgentFixture agent(
            Http2LocalServer server, UnaryOperator<AgentConfig.Builder> change) throws Exception {
        return agent(server.tlsAddress(), change);
    }

    private static AgentFixture agent(
            LocalAddress address, UnaryOperator<AgentConfig.Builder> change) throws Exception {
        Trust trust = new Trust.Authorities(TestCertificates.trust(keys));
        return new AgentFixture(address, c -> change.apply(c.localTrust(trust)));
    }
}
