package io.portsicle.agent.local;

import io.portsicle.agent.local.address.OwnAddress;
import io.portsicle.agent.local.reach.LocalPlace;
import io.portsicle.agent.tls.Trust;

import java.time.Duration;
import java.util.Optional;

/// What the local server's side needs to know. Immutable, any thread.
///
/// - `place`: where to connect;
/// - `tls`: who has to vouch for the server, where it speaks TLS;
/// - `protocol`: which version of HTTP it is spoken to in;
/// - `label`: what the server is called in messages;
/// - `own`: the server's address as it writes it itself;
/// - `responseTimeout`: from the end of a request to the head of its response;
/// - `reportsRequests`: whether [LocalListener#onCompleted(CompletedRequest)] is called.
public record LocalSettings(
        LocalPlace place,
        Optional<Trust> tls,
        LocalProtocol protocol,
        String label,
        OwnAddress own,
        Duration responseTimeout,
        boolean reportsRequests) {}
