package io.portsicle.cli.config;

import io.portsicle.agent.proxy.ProxyAddress;

/// What `--proxy` says.
public sealed interface ProxyChoice {

    /// No proxy, whatever the environment says.
    record None() implements ProxyChoice {}

    /// This one, for every relay.
    record Through(ProxyAddress proxy) implements ProxyChoice {}
}
