package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.Curl;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.URI;

/// A relay that speaks TLS itself, on one port for visitors and agents.
class TlsRelayTest {
    private static TestAuthority authority;
    private static RawServer local;
    private static RelayProcess relay;

    @BeforeAll
    static void start() {
        authority = TestAuthority.create();
        local = RawServer.saying("local");
        relay =
                RelayProcess.startAt(
                        "https://127.0.0.1:0",
                        "--tls-cert",
                        authority.certificateFile().toString(),
                        "--tls-key",
                        authority.keyFile().toString());
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {relay, local}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void anAgentDialsByWssAndVisitorsComeByHttps() {
        assertThat(relay.address().getScheme()).isEqualTo("https");
        try (AgentProcess agent = agent("wss", "--name", "demo")) {
            assertThat(agent.url()).isEqualTo(URI.create("https://demo.localhost:" + relay.port()));

            Curl curl = curl(agent.url());

            assertThat(curl.out()).as(curl.err()).isEqualTo("local");
            assertThat(local.lastRequest().values("x-forwarded-proto")).containsExactly("https");
        }
    }

    @Test
    void anAgentMayBeGivenTheHttpsUrl() {
        try (AgentProcess agent = agent("https")) {
            assertThat(agent.url().getScheme()).isEqualTo("https");
        }
    }

    @Test
    void anAgentRefusesACertificateOfAnUnknownAuthority() {
        String other = TestAuthority.create().authorityFile().toString();
        assertRefusesCertificate(URI.create("https://localhost:" + relay.port()), other);
    }

    @Test
    void anAgentRefusesACertificateForAnotherName() {
        assertRefusesCertificate(relay.address(), authority.authorityFile().toString());
    }

    private static void assertRefusesCertificate(URI address, String trusted) {
        try (ChildProcess agent =
                Portsicle.run(AgentProcess.arguments(address, "9", "--ca", trusted))) {
            await("the agent says why")
                    .untilAsserted(
                            () ->
                                    assertThat(agent.err())
                                            .anyMatch(line -> line.contains("TLS failed")));
            assertThat(agent.out()).isEmpty();
        }
    }

    private static AgentProcess agent(String scheme, String... options) {
        URI address = URI.create(scheme + "://localhost:" + relay.port());
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--ca";
        all[options.length + 1] = authority.authorityFile().toString();
        return AgentProcess.start(address, Integer.toString(local.port()), all);
    }

    private static Curl curl(URI url) {
        return Curl.run("--cacert", authority.authorityFile().toString(), url.toString());
    }
}
