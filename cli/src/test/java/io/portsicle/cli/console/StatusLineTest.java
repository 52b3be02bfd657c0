package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.AgentHealth;
import io.portsicle.cli.console.Status.Tunnel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class StatusLineTest {

    private static final URI URL = URI.create("https://demo.example.com");
    private static final Instant NOW = Screen.NOON.instant();
    private static final AgentHealth HEALTHY =
            new AgentHealth(2, 2, Optional.of(Duration.ofMillis(23)));

    private final StatusLine line = new StatusLine(Palette.NONE);

    @ParameterizedTest
    @CsvSource({
        "99, ● online   https://demo.example.com → localhost:3000   23 ms   2/2 links"
                + "   1;234 requests",
        "86, ● online   https://demo.example.com → localhost:3000   23 ms   1;234 requests",
        "70, ● online   https://demo.example.com → localhost:3000   23 ms",
        "55, ● online   https://demo.example.com → localhost:3000",
        "50, ● online   https://demo.example.com",
        "30, ● online   https://d…ample.com",
        "22, ● online",
        "7, ● o…ine",
    })
    void theNarrowerTheLineTheLessItTells(int columns, String expected) {
        assertThat(at(columns, online(HEALTHY))).isEqualTo(expected.replace(';', ','));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 8, 13, 21, 34, 55, 89, 144})
    void noLineIsWiderThanItsRoom(int columns) {
        Instant before = NOW.minusSeconds(4000);
        String reason = "日本語の理由".repeat(9);
        Status away =
                status(new Tunnel.Away(Optional.of(URL), reason, before, NOW), Optional.empty());

        assertThat(Columns.of(at(columns, away))).isLessThanOrEqualTo(columns);
        assertThat(Columns.of(at(columns, online(HEALTHY)))).isLessThanOrEqualTo(columns);
    }

    @Test
    void aSingleLinkIsNotCounted() {
        AgentHealth single = new AgentHealth(1, 1, Optional.empty());

        assertThat(at(200, online(single))).doesNotContain("link").doesNotContain("ms");
    }

    @Test
    void aRoundTripOnTheSameMachineIsNotNothing() {
        AgentHealth near = new AgentHealth(1, 1, Optional.of(Duration.ofNanos(400_000)));

        assertThat(at(200, online(near))).contains("<1 ms");
    }

    @Test
    void whatIsLostIsToldWithReasonAndNextAttempt() {
        Status away = away(NOW, NOW.plusMillis(1200));

        assertThat(at(100, away))
                .isEqualTo(
                        "○ away   trying again in 2 s   no answer for 15 s  "
                                + " https://demo.example.com");
    }

    @Test
    void anAbsenceIsCounted() {
        Status away = away(NOW.minusSeconds(65), NOW.minusSeconds(60));

        assertThat(at(60, away))
                .isEqualTo("○ away for 1 min 5 s   keeps trying   no answer for 15 s");
    }

    @Test
    void inANarrowLineTheNextAttemptOutlivesTheReason() {
        assertThat(at(40, away(NOW, NOW.plusSeconds(2)))).isEqualTo("○ away   trying again in 2 s");
    }

    @Test
    void aRelayThatWasNeverReachedIsNotAwayFrom() {
        Tunnel never = new Tunnel.Away(Optional.empty(), "connection refused", NOW, NOW);

        assertThat(at(80, status(never, Optional.empty())))
                .isEqualTo("○ not connected   keeps trying   connection refused");
    }

    @Test
    void theFirstAttemptIsShown() {
        assertThat(at(80, status(new Tunnel.Connecting(), Optional.empty())))
                .isEqualTo("○ connecting   → localhost:3000");
    }

    @Test
    void aLocalServerThatIsDownIsToldWithItsReason() {
        assertThat(at(90, status(new Tunnel.Online(URL), Optional.of("connection refused"))))
                .isEqualTo(
                        "● local server down   connection refused   https://demo.example.com"
                                + " → localhost:3000");
    }

    @Test
    void theEndTakesAMoment() {
        assertThat(at(80, status(new Tunnel.Ending(), Optional.empty())))
                .isEqualTo("○ ending   running requests may finish");
    }

    @Test
    void whatOthersSayMovesNoCursor() {
        Tunnel odd = new Tunnel.Away(Optional.empty(), "\u001b[2J", NOW, NOW);

        assertThat(at(80, status(odd, Optional.empty()))).endsWith("\\x1b[2J");
    }

    @Test
    void coloursTakeNoRoom() {
        String painted = new StatusLine(Palette.ANSI).of(online(HEALTHY), NOW, 99);

        assertThat(painted.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(at(99, online(HEALTHY)));
    }

    private String at(int columns, Status status) {
        return line.of(status, NOW, columns);
    }

    private static Status online(AgentHealth health) {
        return new Status(
                new Tunnel.Online(URL), "http://localhost:3000", Optional.empty(), health, 1234);
    }

    private static Status away(Instant since, Instant nextAttempt) {
        return status(
                new Tunnel.Away(Optional.of(URL), "no answer for 15 s", since, nextAttempt),
                Optional.empty());
    }

    private static Status status(Tunnel tunnel, Optional<String> localFailure) {
        AgentHealth unknown = new AgentHealth(0, 1, Optional.empty());
        return new Status(tunnel, "http://localhost:3000", localFailure, unknown, 0);
    }
}
