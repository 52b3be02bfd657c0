package io.portsicle.relay.token;

/// The decision about one registration.
public sealed interface Admittance {
    /// The agent may register, for this owner.
    record Admitted(Owner owner) implements Admittance {}

    /// It may not; the reason is for the agent's user and names no secret.
    record Denied(String reason) implements Admittance {}
}
