package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.Curl;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.net.URI;

/// A relay with an address for TLS and one that only points there.
class HttpsRedirectTest {
    private final TestAuthority authority = TestAuthority.create();
    private final int securePort = FreePort.next();
    @AutoClose private final RawServer local = RawServer.saying("local");

    @AutoClose
    private final RelayProcess relay =
            RelayProcess.startAt(
                    "http://127.0.0.1:0",
                    "--listen",
                    "https://127.0.0.1:" + securePort,
                    "--tls-cert",
                    authority.certificateFile().toString(),
                    "--tls-key",
                    authority.keyFile().toString(),
                    "--https-redirect");

    @Test
    void aVisitorIsSentToTheSameUrlWithHttps() {
        try (AgentProcess agent =
                AgentProcess.start(
                        URI.create("https://localhost:" + securePort),
                        Integer.toString(local.port()),
                        "--name",
                        "demo",
                        "--ca",
                        ca())) {
            assertThat(agent.url()).isEqualTo(URI.create("https://demo.localhost:" + securePort));

            Curl curl =
                    Curl.run(
                            "-L",
                            "--cacert",
                            ca(),
                            "-w",
                            " %{num_redirects} %{url_effective}",
                            "http://demo.localhost:" + relay.port() + "/a?b=c");

            assertThat(curl.out())
                    .as(curl.err())
                    .isEqualTo("local 1 https://demo.localhost:" + securePort + "/a?b=c");
        }
    }

    @Test
    void healthIsAnsweredAsItIs() {
        assertThat(Curl.run(relay.address() + "/healthz").out()).isEqualTo("ok");
    }

    @Test
    void anAgentWithoutTlsIsToldWhereToGo() {
        try (ChildProcess agent = Portsicle.run(AgentProcess.arguments(relay.address(), "9"))) {
            assertThat(agent.awaitExit()).isEqualTo(1);
            assertThat(agent.err())
                    .singleElement()
                    .asString()
                    .contains("takes agents with TLS only")
                    .contains("https://127.0.0.1:" + securePort);
        }
    }

    private String ca() {
        return authority.authorityFile().toString();
    }
}
