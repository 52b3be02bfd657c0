package io.portsicle.relay.session;

/// Where a session is between its first link and its end. Immutable, any thread.
sealed interface SessionState {
    /// A link carries requests.
    record Connected(SessionLink link) implements SessionState {}

    /// The agent sent GOAWAY on its only link: it finishes what runs, then the session ends.
    record Leaving(SessionLink link) implements SessionState {}

    /// The link was lost, or has not started yet; the session waits for the agent from `sinceNanos`
    /// on.
    record Away(long sinceNanos) implements SessionState {}

    /// Nothing follows.
    record Ended() implements SessionState {}
}
