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
            assertAgentsComeSpread(first);
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

    /// Seen before the relay is back: a JVM that has just started answers in bursts of its own.
    private static void assertAgentsComeSpread(RelayProcess gone) {
        try (Doorstep doorstep = Doorstep.of(gone)) {
            await("all agents try").until(() -> doorstep.knocks().size() >= AGENTS);

            long most = mostWithin(WINDOW, doorstep.knocks().subList(0, AGENTS));
            Figures.note(
                    "relay killed",
                    "%d of %d agents within 100 ms at most".formatted(most, AGENTS));
            assertThat(most).isLessThanOrEqualTo(AGENTS * 4 / 10);
        }
    }

    private RelayProcess startRelay(String listen) {
        return RelayProcess.startAt(listen, "--data-dir", data.toString());
    }

    /// How many of these moments, which are in order, lie closest together.
    private static long mostWithin(Duration window, List<Instant> moments) {
        return moments.stream()
                .mapToLong(
                        first ->
                                moments.stream()
                                        .filter(next -> !next.isBefore(first))
                                        .filter(next -> next.isBefore(first.plus(window)))
                                        .count())
                .max()
                .orElseThrow();
    }

    private static void assertUrlWorks(String name, RelayProcess relay) throws IOException {
        URI url = URI.create("http://%s.localhost:%d".formatted(name, relay.port()));
        assertThat(RawVisitor.get(url, "/").text()).as(name).isEqualTo("local");
    }
}
