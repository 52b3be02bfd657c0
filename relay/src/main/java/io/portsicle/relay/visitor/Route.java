package io.portsicle.relay.visitor;

import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.path.PathUrl;

import org.jspecify.annotations.Nullable;

/// Where a request goes. Immutable.
sealed interface Route {
    /// To whoever holds an endpoint's name, which its host told, or else a path URL.
    record ToEndpoint(Lease lease, @Nullable PathUrl url) implements Route {
        boolean isPathUrl() {
            return url != null;
        }
    }

    /// To the registrar: an agent wants to be connected.
    record ToRegistrar() implements Route {}

    /// To the relay's health.
    record ToHealth() implements Route {}

    /// To the question whether the relay takes more requests.
    record ToReadiness() implements Route {}

    /// To the relay's own page.
    record ToHome() implements Route {}

    /// Nowhere, because it is an agent without TLS: it may come to this origin.
    record OnlyWithTls(String origin) implements Route {}

    /// To the same place under another path, or another URL.
    record Elsewhere(String location) implements Route {}

    /// To the prefix of the endpoint whose page caused the request.
    record BelowPrefix(String location) implements Route {}

    /// Nobody is there.
    record ToNobody() implements Route {}
}
