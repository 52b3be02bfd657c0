package io.portsicle.cli.config;

import java.net.URI;
import java.util.Optional;

/// What `portsicle http` was asked to do, from flags and environment.
///
/// - `local`: the local server;
/// - `relay`: the relay to connect to; none starts one in this process;
/// - `route`: the way to that relay;
/// - `name`: the wished name of the endpoint;
/// - `token`: what the relay asks agents for;
/// - `lan`: whether the relay in this process also serves the local network;
/// - `json`: whether events are written as JSON.
public record HttpSettings(
        LocalSide local,
        Optional<URI> relay,
        RelayRoute route,
        Optional<String> name,
        Optional<String> token,
        boolean lan,
        boolean json) {

    /// Without the token.
    @Override
    public String toString() {
        return "HttpSettings[target=%s, relay=%s, name=%s]".formatted(local.target(), relay, name);
    }
}
