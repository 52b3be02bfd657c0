package io.portsicle.relay.session;

import io.portsicle.relay.endpoint.EndpointName;

/// What became of the wish for a session.
sealed interface Opening {
    /// The session, new or the agent's former one, and the name it has.
    record Opened(Session session, EndpointName name) implements Opening {}

    /// The wished name is another session's; `held` says that its agent is away just now.
    record NameTaken(EndpointName name, boolean held) implements Opening {}

    /// There are as many sessions as there may be.
    record Full() implements Opening {}
}
