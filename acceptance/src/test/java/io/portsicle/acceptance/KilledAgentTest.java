package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.LoadReport;
import io.portsicle.acceptance.visitor.SteadyLoad;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// An agent that ends without a word and is started again, as by a service manager: with the same
/// name and token it gets its URL back, because the relay asks its forerunner for a sign of life.
class KilledAgentTest {
    private static final Duration QUICKLY = Duration.ofSeconds(5);

    @AutoClose private final Nginx local = Nginx.startOn(FreePort.next(), "", "", SteadyLoad.ECHO);

    /// Listens beyond loopback, so that it asks for a token.
    @AutoClose private final RelayProcess relay = RelayProcess.startAt("http://0.0.0.0:0");

    @Test
    void anAgentThatWasKilledHasItsUrlBackWithinFiveSecondsOfItsNextStart() {
        assertNextAgentHasTheUrlQuickly("agent killed", first -> first.process().kill());
    }

    @Test
    void anAgentTakesItsNameOverFromAFrozenForerunnerWithinFiveSeconds() {
        assertNextAgentHasTheUrlQuickly("agent frozen", first -> first.process().freeze());
    }

    private void assertNextAgentHasTheUrlQuickly(String how, Consumer<AgentProcess> end) {
        try (AgentProcess first = start();
                SteadyLoad load = SteadyLoad.onKeptConnections(first.url())) {
            load.awaitSuccessAfter(Instant.now());
            end.accept(first);
            Instant restart = Instant.now();
            try (AgentProcess next = start()) {
                Duration absence = load.awaitSuccessAfter(restart);
                LoadReport report = load.stop();

                Figures.note(
                        how,
                        "same URL after %s; %d of %d requests failed"
                                .formatted(
                                        Figures.seconds(absence),
                                        report.failures().size(),
                                        report.sent()));
                assertThat(absence).isLessThan(QUICKLY);
                assertThat(next.url()).isEqualTo(first.url());
            }
        }
    }

    private AgentProcess start() {
        return AgentProcess.startLikeTheLauncher(
                URI.create("http://127.0.0.1:" + relay.port()),
                local.port(),
                "--name",
                "demo",
                "--token",
                relay.token());
    }
}
