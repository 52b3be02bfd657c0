package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;

/// A link that dies without a word: nothing is closed, nothing arrives.
class FrozenLinkTest {
    @Test
    void theAgentNoticesWithinSecondsAndGetsItsUrlBack() {
        try (RawServer local = RawServer.saying("local");
                Tunnel tunnel = Tunnel.to(local.port())) {
            tunnel.relay().process().freeze();
            await("the agent notices")
                    .atMost(Duration.ofSeconds(20))
                    .until(
                            () ->
                                    tunnel.agent().process().err().stream()
                                            .anyMatch(line -> line.contains("lost")));
            tunnel.relay().process().thaw();

            await("the URL works again")
                    .atMost(Duration.ofSeconds(40))
                    .ignoreExceptions()
                    .untilAsserted(
                            () ->
                                    assertThat(RawVisitor.get(tunnel.url(), "/").text())
                                            .isEqualTo("local"));
        }
    }

    @Test
    void aVisitorIsToldWithinSecondsThatTheAgentIsAway() throws IOException {
        try (RawServer local = RawServer.saying("local");
                RelayProcess relay = RelayProcess.start("--park-timeout", "1s");
                AgentProcess agent = AgentProcess.start(relay, local.port())) {
            agent.process().freeze();
            RawResponse response = RawVisitor.get(agent.url(), "/");
            agent.process().thaw();

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.field("Portsicle-Error")).isEqualTo("agent-away");
            assertThat(response.field("Retry-After")).isNotEmpty();
        }
    }
}
