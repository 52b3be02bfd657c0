package io.portsicle.agent.connect;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;

/// What the relay gave this agent: an endpoint, and the session that it belongs to. Immutable, any
/// thread.
///
/// `resume` is the secret that proves, when the agent comes back, that the session is its own;
/// `links` is how many the session may have.
public record Registration(
        String name, URI url, List<URI> alsoAt, String session, String resume, int links) {
    public Registration {
        alsoAt = List.copyOf(alsoAt);
    }

    /// Whether visitors find the agent where they found it with the other one.
    boolean hasSameEndpoint(@Nullable Registration other) {
        return other != null && url.equals(other.url) && alsoAt.equals(other.alsoAt);
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "Registration[name=%s, url=%s, alsoAt=%s]".formatted(name, url, alsoAt);
    }
}
