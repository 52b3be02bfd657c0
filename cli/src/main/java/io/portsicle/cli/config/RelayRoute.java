package io.portsicle.cli.config;

import io.portsicle.agent.proxy.ProxyAddress;

import java.util.Optional;

/// The way to a relay.
///
/// - `proxy`: the HTTP proxy on it, if there is one;
/// - `authorities`: who vouches for the relay's certificate, the platform's authorities where
///   empty;
/// - `links`: how many connections to keep.
public record RelayRoute(
        Optional<ProxyAddress> proxy, Optional<CertificateAuthorities> authorities, int links) {

    /// To a relay in the same process: nothing in between that could break.
    public static final RelayRoute DIRECT = new RelayRoute(Optional.empty(), Optional.empty(), 1);
}
