package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentCrowdProcess;
import io.portsicle.acceptance.process.Doorstep;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A relay that crashes with many agents and is started again.
class KilledRelayTest {
    private static final int AGENTS = 200;
    private static final Duration WINDOW = Duration.ofMillis(100);

    @AutoClose private final RawServer local = RawServer.saying("local");

    private final Path data = RelayProcess.newDataDir();

    @Test
    void twoHundredAgentsHaveTheirUrlsBackWithinTenSecondsAndDoNotComeAllAtOnce()
            throws IOException {
        RelayProcess first = startRelay("http://127.0.0.1:0");
        try (var agents = AgentCrowdProcess.start(first.address(), local.port(), AGENTS)) {
            first.process().kill();
            assertAgentsComeSpread(agents, first);
            Instant restart = Instant.now();
            try (RelayProcess second = startRelay(first.address().toString())) {
                List<Instant> returns = agents.awaitAllAgain();

                Duration absence = Duration.between(restart, returns.getLast());
                Figures.note(
                        "relay killed",
                        "the last of %d agents back after %s"
                                .formatted(AGENTS, Figures.seconds(absence)));
                assertThat(absence).isLessThan(Duration.ofSeconds(10));
                for (String name : agents.names()) {
                    assertUrlWorks(name, second);
                }
            }
        } finally {
            first.close();
        }
    }

    /// Judged by the waits that the agents choose: when they are seen to come says as much about
    /// how busy this machine is, for whoever was stalled sees everybody at once.
    private static void assertAgentsComeSpread(AgentCrowdProcess agents, RelayProcess gone) {
        try (Doorstep doorstep = Doorstep.of(gone)) {
            List<Duration> waits = agents.awaitWaits();
            await("all agents try").until(() -> doorstep.knocks() >= AGENTS);

            long most = mostWithin(WINDOW, waits);
            Figures.note(
                    "relay killed",
                    "%d of %d agents within 100 ms at most".formatted(most, AGENTS));
            assertThat(most).as("of the waits %s", waits).isLessThanOrEqualTo(AGENTS * 4 / 10);
        }
    }

    private RelayProcess startRelay(String listen) {
        return RelayProcess.startAt(listen, "--data-dir", data.toString());
    }

    /// How many of these waits, which are in order, end closest together.
    private static long mostWithin(Duration window, List<Duration> waits) {
        return waits.stream()
                .mapToLong(
                        first ->
                                waits.stream()
                                        .filter(next -> next.compareTo(first) >= 0)
                                        .filter(next -> next.compareTo(first.plus(window)) < 0)
                                        .count())
                .max()
                .orElseThrow();
    }

    private static void assertUrlWorks(String name, RelayProcess relay) throws IOException {
        URI url = URI.create("http://%s.localhost:%d".formatted(name, relay.port()));
        assertThat(RawVisitor.get(url, "/").text()).as(name).isEqualTo("local");
    }
}
