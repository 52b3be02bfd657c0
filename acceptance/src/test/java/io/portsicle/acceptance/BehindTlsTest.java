package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.network.Tinyproxy;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.Curl;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

/// nginx with a certificate stands before the relay, for agents (`wss`) and visitors (`https`)
/// alike.
class BehindTlsTest {
    private static final String UPGRADE_MAP =
            "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }";

    private static TestAuthority authority;
    private static RawServer local;
    private static RelayProcess relay;
    private static Nginx nginx;

    @BeforeAll
    static void start() {
        int port = FreePort.next();
        authority = TestAuthority.create();
        local = RawServer.saying("local");
        relay = RelayProcess.start("--public-url", "https://localhost:" + port);
        nginx =
                Nginx.startOn(
                        port,
                        UPGRADE_MAP,
                        "ssl",
                        """
                        ssl_certificate %s;
                        ssl_certificate_key %s;
                        location / {
                          proxy_pass http://127.0.0.1:%d;
                          proxy_http_version 1.1;
                          proxy_set_header Host $http_host;
                          proxy_set_header Upgrade $http_upgrade;
                          proxy_set_header Connection $connection_upgrade;
                          proxy_buffering off;
                        }
                        """
                                .formatted(
                                        authority.certificateFile(),
                                        authority.keyFile(),
                                        relay.port()));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {nginx, relay, local}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void anAgentDialsByWssAndVisitorsComeByHttps() {
        URI front = URI.create("wss://localhost:" + nginx.port());
        try (AgentProcess agent =
                AgentProcess.of(start(front, authority.trustOptions(), "--name", "demo"))) {
            assertThat(agent.url()).isEqualTo(URI.create("https://demo.localhost:" + nginx.port()));

            Curl curl =
                    Curl.run(
                            "--cacert",
                            authority.authorityFile().toString(),
                            agent.url().toString());

            assertThat(curl.out()).as(curl.err()).isEqualTo("local");
            assertThat(local.lastRequest().values("x-forwarded-proto")).containsExactly("https");
        }
    }

    @Test
    void anAgentMayBeGivenTheHttpsUrl() {
        URI front = URI.create("https://localhost:" + nginx.port());
        try (AgentProcess agent = AgentProcess.of(start(front, authority.trustOptions()))) {
            assertThat(agent.url().getScheme()).isEqualTo("https");
        }
    }

    @Test
    void anAgentMayBeGivenTheAuthority() {
        URI front = URI.create("wss://localhost:" + nginx.port());
        String file = authority.authorityFile().toString();
        try (AgentProcess agent = AgentProcess.of(start(front, List.of(), "--ca", file))) {
            assertThat(agent.url().getScheme()).isEqualTo("https");
        }
    }

    @Test
    void anAuthorityThatIsGivenReplacesThoseOfThePlatform() {
        URI front = URI.create("wss://localhost:" + nginx.port());
        String other = TestAuthority.create().authorityFile().toString();
        assertRefusesCertificate(start(front, authority.trustOptions(), "--ca", other));
    }

    @Test
    void anAgentComesByTlsThroughAProxy() {
        URI front = URI.create("wss://localhost:" + nginx.port());
        String file = authority.authorityFile().toString();
        try (Tinyproxy proxy = Tinyproxy.start();
                AgentProcess agent =
                        AgentProcess.of(
                                start(front, List.of(), "--ca", file, "--proxy", proxy.url()))) {
            assertThat(agent.url().getScheme()).isEqualTo("https");
            assertThat(proxy.wasAskedFor("localhost", nginx.port())).isTrue();
        }
    }

    @Test
    void anAgentRefusesACertificateOfAnUnknownAuthority() {
        URI front = URI.create("wss://localhost:" + nginx.port());
        assertRefusesCertificate(start(front, List.of()));
    }

    @Test
    void anAgentRefusesACertificateForAnotherName() {
        URI front = URI.create("wss://127.0.0.1:" + nginx.port());
        assertRefusesCertificate(start(front, authority.trustOptions()));
    }

    private static void assertRefusesCertificate(ChildProcess agent) {
        try (agent) {
            await("the agent says why")
                    .untilAsserted(
                            () ->
                                    assertThat(agent.err())
                                            .anyMatch(line -> line.contains("TLS failed")));
            assertThat(agent.out()).isEmpty();
        }
    }

    private static ChildProcess start(URI relayUrl, List<String> jvm, String... options) {
        return Portsicle.runWith(
                jvm, AgentProcess.arguments(relayUrl, Integer.toString(local.port()), options));
    }
}
