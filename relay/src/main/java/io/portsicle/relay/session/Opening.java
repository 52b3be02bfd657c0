package io.portsicle.relay.session;

import io.portsicle.relay.endpoint.EndpointName;

/// What became of the wish for a session.
public sealed interface Opening {
    /// The session, new or the agent's former one.
    record Opened(Session session) implements Opening {}

    /// The wished name is another session's; `why` tells what that one is up to.
    record NameTaken(EndpointName name, Why why) implements Opening {}

    /// There are as many sessions as there may be.
    record Full() implements Opening {}

    /// Why a name is not to be had.
    enum Why {
        /// A connected session has it.
        IN_USE,
        /// The session that has it lost its links a moment ago.
        KEPT,
        /// A session of the same owner has it and has to prove now that it is still there.
        DOUBTED
    }
}
