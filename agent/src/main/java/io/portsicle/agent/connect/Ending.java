package io.portsicle.agent.connect;

/// Why a [Connector] stopped.
public enum Ending {
    /// It was closed.
    CLOSED,
    /// The relay does not want this agent.
    REFUSED,
    /// Something else answers at the relay's URL.
    NOT_A_RELAY,
    /// Relay and agent do not understand each other, or a proxy keeps them apart.
    FAILED
}
