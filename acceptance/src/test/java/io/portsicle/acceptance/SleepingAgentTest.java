package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.LoadReport;
import io.portsicle.acceptance.visitor.SteadyLoad;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/// A laptop whose lid is closed for longer than visitors wait. `bench/soak` lets it sleep for a
/// minute.
class SleepingAgentTest {
    /// A dead link is noticed within 15 s, then visitors wait for the parking time of 3 s.
    private static final Duration NOTICED = Duration.ofSeconds(15 + 3 + 5);

    @Test
    void visitorsOfASleepingAgentGet503AndItsUrlWorksWithinTwoSecondsOfWaking() {
        try (Nginx local = Nginx.start(SteadyLoad.ECHO);
                RelayProcess relay = RelayProcess.start("--park-timeout", "3s");
                AgentProcess agent = AgentProcess.start(relay, local.port());
                SteadyLoad load = SteadyLoad.onKeptConnections(agent.url())) {
            load.awaitSuccessAfter(Instant.now());

            agent.process().freeze();
            await("a visitor is told")
                    .atMost(NOTICED)
                    .until(() -> !load.soFar().failures().isEmpty());
            Instant waking = Instant.now();
            agent.process().thaw();
            Duration absence = load.awaitSuccessAfter(waking);
            LoadReport report = load.stop();

            Figures.note(
                    "agent asleep",
                    "503 to %d of %d requests, URL back %s after waking"
                            .formatted(
                                    report.failures().size(),
                                    report.sent(),
                                    Figures.seconds(absence)));
            assertThat(absence).isLessThan(Duration.ofSeconds(2));
            assertThat(report.failures())
                    .as(report.toString())
                    .allMatch(visit -> visit.wasRefusedWith(503));
        }
    }
}
