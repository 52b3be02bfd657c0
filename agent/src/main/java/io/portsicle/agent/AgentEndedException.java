package io.portsicle.agent;

/// The agent ended before it was ever connected. Trying again with the same configuration does not
/// help, unless the relay itself changes.
public final class AgentEndedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient AgentEvent.Ended ended;

    AgentEndedException(AgentEvent.Ended ended) {
        super(ended.message());
        this.ended = ended;
    }

    /// The event that says why.
    public AgentEvent.Ended ended() {
        return ended;
    }
}
