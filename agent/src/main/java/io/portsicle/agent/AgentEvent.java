package io.portsicle.agent;

import java.time.Duration;

/// What an agent tells its user. Delivered one after the other, in order; see
/// [AgentConfig#listener()].
public sealed interface AgentEvent {
    /// The endpoint carries requests; `again` when it is back after a [Disconnected] or at another
    /// address.
    record Connected(Endpoint endpoint, boolean again) implements AgentEvent {}

    /// The link to the relay was lost; the agent is already on its way back.
    record Disconnected(String reason, Duration retryIn) implements AgentEvent {}

    /// The relay can't be reached. Said once, not for each attempt, until [Connected].
    record Unreachable(String reason, Duration retryIn) implements AgentEvent {}

    /// One of several links to the relay was lost or is back, while the endpoint stays up all the
    /// time: `links` of the `wanted` ones carry requests now.
    record LinksChanged(int links, int wanted, String reason) implements AgentEvent {}

    /// A visitor's request is over; only with [AgentConfig#requestEvents()].
    ///
    /// `path` is without its query. `bytesReceived` counts the request's body, `bytesSent` the
    /// response's. `status` is 0 when the visitor left before there was a response.
    record RequestCompleted(
            String method,
            String path,
            int status,
            long bytesReceived,
            long bytesSent,
            Duration took)
            implements AgentEvent {}

    /// The local server does not take connections; visitors get a 502. Said once, until
    /// [LocalServerBack].
    record LocalServerUnreachable(String address, String reason) implements AgentEvent {}

    /// The local server takes connections again.
    record LocalServerBack(String address) implements AgentEvent {}

    /// The last event: the agent has stopped and the endpoint is gone.
    record Ended(Cause cause, String message) implements AgentEvent {}

    /// Why an agent ended.
    enum Cause {
        /// [Agent#close()] was called.
        CLOSED,
        /// The relay does not want this agent: its token, or the name that it asks for.
        REFUSED,
        /// What answers at the relay's URL is something else.
        NOT_A_RELAY,
        /// The relay and this agent do not understand each other, a proxy on the way wants other
        /// credentials, or the agent itself failed.
        FAILED
    }
}
