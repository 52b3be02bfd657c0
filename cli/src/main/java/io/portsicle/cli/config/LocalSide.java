package io.portsicle.cli.config;

import io.portsicle.agent.HostHeader;
import io.portsicle.agent.LocalAddress;
import io.portsicle.agent.local.LocalProtocol;

import java.time.Duration;

/// What is known of the local server.
///
/// - `target`: where it listens;
/// - `hostHeader`: what it sees as `Host`;
/// - `responseTimeout`: how long it may take until the head of its response;
/// - `trust`: who has to vouch for it, where it speaks https;
/// - `protocol`: which version of HTTP it is spoken to in.
public record LocalSide(
        LocalAddress target,
        HostHeader hostHeader,
        Duration responseTimeout,
        LocalTrust trust,
        LocalProtocol protocol) {}
