package io.portsicle.agent.connect;

import io.portsicle.agent.proxy.ProxyAddress;

import java.util.Optional;

import javax.net.ssl.TrustManagerFactory;

/// What the way to the relay needs to know. Immutable, any thread.
///
/// - `relay`: where it is;
/// - `name`: the wished name of the endpoint;
/// - `token`: what the relay asks agents for;
/// - `trust`: who vouches for its certificate, the platform's authorities where empty;
/// - `proxy`: the HTTP proxy on the way, if there is one;
/// - `timeouts`: how long each step may take;
/// - `links`: how many connections the session should have.
public record ConnectSettings(
        RelayAddress relay,
        Optional<String> name,
        Optional<String> token,
        Optional<TrustManagerFactory> trust,
        Optional<ProxyAddress> proxy,
        ConnectTimeouts timeouts,
        int links) {
    /// Without a proxy, with the usual timeouts.
    ConnectSettings(
            RelayAddress relay,
            Optional<String> name,
            Optional<String> token,
            Optional<TrustManagerFactory> trust,
            int links) {
        this(relay, name, token, trust, Optional.empty(), ConnectTimeouts.DEFAULT, links);
    }

    /// Without the token.
    @Override
    public String toString() {
        return "ConnectSettings[relay=%s, name=%s]".formatted(relay, name.orElse("any"));
    }
}
