package io.portsicle.cli.config;

import io.portsicle.agent.proxy.ProxyAddress;

import java.util.Optional;

/// The way to a relay.
///
/// - `proxy`: the HTTP proxy on it, if there is one.
public record RelayRoute(Optional<ProxyAddress> proxy) {

    /// Nothing in between.
    public static final RelayRoute DIRECT = new RelayRoute(Optional.empty());
}
