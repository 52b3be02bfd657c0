package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.Disconnected;
import io.portsicle.agent.AgentEvent.Unreachable;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// How long the endpoint has been away. By the wall clock: a closed laptop lid counts.
final class Absence {

    private final InstantSource clock;
    private @Nullable Instant since;

    Absence(InstantSource clock) {
        this.clock = clock;
    }

    /// Takes note of an event; of a return, the time that the endpoint was away.
    Optional<Duration> endedBy(AgentEvent event) {
        if (event instanceof Disconnected || event instanceof Unreachable) {
            since = since == null ? clock.instant() : since;
            return Optional.empty();
        }
        return event instanceof Connected connected ? ended(connected) : Optional.empty();
    }

    private Optional<Duration> ended(Connected connected) {
        Instant began = since;
        since = null;
        return began == null || !connected.again()
                ? Optional.empty()
                : Optional.of(Duration.between(began, clock.instant()));
    }
}
