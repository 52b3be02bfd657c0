package io.portsicle.cli.config;

import io.portsicle.agent.HostHeader;
import io.portsicle.agent.LocalAddress;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What `portsicle http` was asked to do, from flags and environment.
///
/// - `target`: the local server;
/// - `relay`: the relay to connect to; none starts one in this process;
/// - `route`: the way to that relay;
/// - `name`: the wished name of the endpoint;
/// - `token`: what the relay asks agents for;
/// - `hostHeader`: what the local server sees as `Host`;
/// - `responseTimeout`: how long the local server may take until the head of its response;
/// - `lan`: whether the relay in this process also serves the local network;
/// - `json`: whether events are written as JSON.
public record HttpSettings(
        LocalAddress target,
        Optional<URI> relay,
        RelayRoute route,
        Optional<String> name,
        Optional<String> token,
        HostHeader hostHeader,
        Duration responseTimeout,
        boolean lan,
        boolean json) {

    /// Without the token.
    @Override
    public String toString() {
        return "HttpSettings[target=%s, relay=%s, name=%s]".formatted(target, relay, name);
    }
}
