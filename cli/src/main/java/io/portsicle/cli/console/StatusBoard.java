package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.Disconnected;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.AgentEvent.LinksChanged;
import io.portsicle.agent.AgentEvent.LocalServerBack;
import io.portsicle.agent.AgentEvent.LocalServerUnreachable;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.agent.AgentEvent.Unreachable;
import io.portsicle.agent.AgentHealth;
import io.portsicle.cli.console.Status.Tunnel;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Makes a [Status] of all events so far. Of one thread, but for [#ending()].
final class StatusBoard {

    private final String forwardsTo;
    private final InstantSource clock;
    private Tunnel tunnel = new Tunnel.Connecting();
    private Optional<URI> url = Optional.empty();
    private Optional<String> localFailure = Optional.empty();
    private long requests;
    private volatile boolean isEnding;

    StatusBoard(String forwardsTo, InstantSource clock) {
        this.forwardsTo = forwardsTo;
        this.clock = clock;
    }

    void take(AgentEvent event) {
        switch (event) {
            case Connected connected -> online(connected.endpoint().url());
            case Disconnected(String reason, Duration retryIn) -> away(reason, retryIn);
            case Unreachable(String reason, Duration retryIn) -> away(reason, retryIn);
            case LocalServerUnreachable unreachable ->
                    localFailure = Optional.of(unreachable.reason());
            case LocalServerBack _ -> localFailure = Optional.empty();
            case RequestCompleted _ -> requests++;
            case LinksChanged _, Ended _ -> {}
        }
    }

    /// The user has asked for the end. Any thread.
    void ending() {
        isEnding = true;
    }

    void take(SkippedRequests skipped) {
        requests += skipped.count();
    }

    Status with(AgentHealth health) {
        return new Status(
                isEnding ? new Tunnel.Ending() : tunnel,
                forwardsTo,
                localFailure,
                health,
                requests);
    }

    private void online(URI now) {
        url = Optional.of(now);
        tunnel = new Tunnel.Online(now);
    }

    private void away(String reason, Duration retryIn) {
        Instant now = clock.instant();
        Instant since = tunnel instanceof Tunnel.Away away ? away.since() : now;
        tunnel = new Tunnel.Away(url, reason, since, now.plus(retryIn));
    }
}
