package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;

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

    @AutoClose private final RawServer local = RawServer.saying("local");

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
        try (AgentProcess first = start()) {
            URI url = first.url();
            await().until(() -> works(url));
            end.accept(first);
            Instant restart = Instant.now();
            try (AgentProcess next = start()) {
                await("the URL works").atMost(Duration.ofSeconds(20)).until(() -> works(url));

                Duration absence = Duration.between(restart, Instant.now());
                Figures.note(how, "same URL after %s".formatted(Figures.seconds(absence)));
                assertThat(absence).isLessThan(QUICKLY);
                assertThat(next.url()).isEqualTo(url);
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

    private static boolean works(URI url) throws Exception {
        RawResponse response = RawVisitor.get(url, "/");
        return response.status() == 200 && response.text().equals("local");
    }
}
