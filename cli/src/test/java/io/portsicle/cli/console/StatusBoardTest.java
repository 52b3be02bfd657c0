package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.Disconnected;
import io.portsicle.agent.AgentEvent.LocalServerBack;
import io.portsicle.agent.AgentEvent.LocalServerUnreachable;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.agent.AgentEvent.Unreachable;
import io.portsicle.agent.AgentHealth;
import io.portsicle.cli.console.Status.Tunnel;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

class StatusBoardTest {

    private static final Instant NOON = Screen.NOON.instant();

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final StatusBoard board = new StatusBoard("http://localhost:3000", now::get);

    @Test
    void itBeginsWithConnecting() {
        assertThat(status().tunnel()).isEqualTo(new Tunnel.Connecting());
    }

    @Test
    void aLossAndFailedAttemptsAreOneAbsence() {
        board.take(new Connected(Screen.DEMO, false));
        board.take(new Disconnected("no answer for 15 s", Duration.ofSeconds(1)));
        now.set(NOON.plusSeconds(1));
        board.take(new Unreachable("connection refused", Duration.ofSeconds(2)));

        assertThat(status().tunnel())
                .isEqualTo(
                        new Tunnel.Away(
                                Optional.of(Screen.DEMO.url()),
                                "connection refused",
                                NOON,
                                NOON.plusSeconds(3)));

        board.take(new Connected(Screen.DEMO, true));
        assertThat(status().tunnel()).isEqualTo(new Tunnel.Online(Screen.DEMO.url()));
    }

    @Test
    void requestsWithAndWithoutALineAreCounted() {
        board.take(new RequestCompleted("GET", "/", 200, 0, 12, Duration.ofMillis(3)));
        board.take(new SkippedRequests(Map.of(2, 40L, 5, 2L)));

        assertThat(status().requests()).isEqualTo(43);
    }

    @Test
    void theLocalServerComesAndGoes() {
        board.take(new LocalServerUnreachable("localhost:3000", "connection refused"));
        assertThat(status().localFailure()).contains("connection refused");

        board.take(new LocalServerBack("localhost:3000"));
        assertThat(status().localFailure()).isEmpty();
    }

    @Test
    void theEndIsShownWhateverWasBefore() {
        board.take(new Connected(Screen.DEMO, false));
        board.ending();

        assertThat(status().tunnel()).isEqualTo(new Tunnel.Ending());
    }

    private Status status() {
        return board.with(new AgentHealth(1, 1, Optional.empty()));
    }
}
