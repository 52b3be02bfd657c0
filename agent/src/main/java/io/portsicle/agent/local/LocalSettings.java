package io.portsicle.agent.local;

import java.time.Duration;
import java.util.Optional;

/// What the local server's side needs to know. Immutable, any thread.
///
/// - `host`, `port`: where to connect; nothing else is ever connected to;
/// - `scheme`: `http`;
/// - `basePath`: put before each path, empty or `/…` without a slash at its end;
/// - `authority`: the server's own host and port, as it writes them;
/// - `hostField`: the value of `Host`; empty hands on what the visitor sent;
/// - `rewritesOrigin`: whether `Origin` and `Referer` become the server's where they are the
///   endpoint's own;
/// - `responseTimeout`: from the end of a request to the head of its response;
/// - `reportsRequests`: whether [LocalListener#onCompleted(CompletedRequest)] is called.
public record LocalSettings(
        String host,
        int port,
        String scheme,
        String basePath,
        String authority,
        Optional<String> hostField,
        boolean rewritesOrigin,
        Duration responseTimeout,
        boolean reportsRequests) {
    /// The server's own origin, as browsers write it.
    String origin() {
        return scheme + "://" + authority;
    }
}
