package io.portsicle.cli.console;

import io.portsicle.agent.AgentHealth;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// How things are: what a [StatusLine] tells.
///
/// `localFailure` is why the local server takes no connections, while that is so.
record Status(
        Tunnel tunnel,
        String forwardsTo,
        Optional<String> localFailure,
        AgentHealth health,
        long requests) {

    /// Where the tunnel to the relay is.
    sealed interface Tunnel {

        /// On its way for the first time.
        record Connecting() implements Tunnel {}

        /// The endpoint carries requests.
        record Online(URI url) implements Tunnel {}

        /// The relay was lost or not reached; `url` is there once there was one.
        record Away(Optional<URI> url, String reason, Instant since, Instant nextAttempt)
                implements Tunnel {}

        /// The user has ended it, and requests that run have a moment left.
        record Ending() implements Tunnel {}
    }

    /// Whether it looks different in a moment without any event: something is counted, or about to
    /// be measured.
    boolean changesSoon() {
        return !(tunnel instanceof Tunnel.Online) || health.roundTrip().isEmpty();
    }
}
