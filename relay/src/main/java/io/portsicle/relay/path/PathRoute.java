package io.portsicle.relay.path;

import io.portsicle.relay.endpoint.Lease;

/// Where a request on the relay's own host goes. Immutable.
public sealed interface PathRoute {
    /// To whoever holds an endpoint's name.
    record ToEndpoint(Lease lease, PathUrl url) implements PathRoute {}

    /// To the endpoint's name with a slash behind it, for good.
    record WithSlash(String location) implements PathRoute {}

    /// To the same path below an endpoint's prefix, this time: somebody else may ask for the same
    /// path and mean another endpoint.
    record BelowPrefix(String location) implements PathRoute {}

    /// To no endpoint.
    record Nowhere() implements PathRoute {}
}
