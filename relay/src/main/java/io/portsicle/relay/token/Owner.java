package io.portsicle.relay.token;

/// Whom a session belongs to.
public sealed interface Owner {
    /// Someone who showed no token, and can prove nothing later either.
    record Anonymous() implements Owner {}

    /// Whoever uses the machine of a relay that serves only that machine: one person.
    record Neighbour() implements Owner {}

    /// Whoever has the token; `id` tells tokens apart and reveals nothing of them.
    record TokenHolder(String id) implements Owner {}

    /// Whether a session of this owner is certainly the other owner's as well.
    default boolean isSameAs(Owner other) {
        return canProveItself() && equals(other);
    }

    /// Whether this owner can show later that it is the same one.
    default boolean canProveItself() {
        return switch (this) {
            case Anonymous anonymous -> false;
            case Neighbour neighbour -> true;
            case TokenHolder holder -> true;
        };
    }
}
