package io.portsicle.agent.local;

import io.portsicle.agent.tls.Trust;

import java.time.Duration;
import java.util.Optional;

/// What the local server's side needs to know. Immutable, any thread.
///
/// - `place`: where to connect;
/// - `tls`: who has to vouch for the server, where it speaks TLS;
/// - `protocol`: which version of HTTP it is spoken to in;
/// - `label`: what the server is called in messages;
/// - `basePath`: put before each path, empty or `/…` without a slash at its end;
/// - `authority`: the server's own host and port, as it writes them;
/// - `hostField`: the value of `Host`; empty hands on what the visitor sent;
/// - `rewritesOrigin`: whether `Origin` and `Referer` become the server's where they are the
///   endpoint's own;
/// - `responseTimeout`: from the end of a request to the head of its response;
/// - `reportsRequests`: whether [LocalListener#onCompleted(CompletedRequest)] is called.
public record LocalSettings(
        LocalPlace place,
        Optional<Trust> tls,
        LocalProtocol protocol,
        String label,
        String basePath,
        String authority,
        Optional<String> hostField,
        boolean rewritesOrigin,
        Duration responseTimeout,
        boolean reportsRequests) {
    String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /// The server's own origin, as browsers write it.
    String origin() {
        return scheme() + "://" + authority;
    }
}
