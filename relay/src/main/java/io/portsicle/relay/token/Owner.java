package io.portsicle.relay.token;

import java.util.Optional;

/// Whom a session belongs to.
public sealed interface Owner {
    /// The key of [Anonymous].
    String ANONYMOUS = "anonymous";

    /// The key of [Neighbour].
    String NEIGHBOUR = "neighbour";

    /// What the key of a [TokenHolder] begins with.
    String TOKEN = "token ";

    /// Someone who showed no token, and can prove nothing later either.
    record Anonymous() implements Owner {}

    /// Whoever uses the machine of a relay that serves only that machine: one person.
    record Neighbour() implements Owner {}

    /// Whoever has the token; `id` tells tokens apart and reveals nothing of them.
    record TokenHolder(String id) implements Owner {}

    /// The owner as one word or two, for a file or a signature; [#ofKey(String)] reads it back.
    default String key() {
        return switch (this) {
            case Anonymous anonymous -> ANONYMOUS;
            case Neighbour neighbour -> NEIGHBOUR;
            case TokenHolder holder -> TOKEN + holder.id();
        };
    }

    /// The owner whose key this is; empty where it is none.
    static Optional<Owner> ofKey(String key) {
        return switch (key) {
            case ANONYMOUS -> Optional.of(new Anonymous());
            case NEIGHBOUR -> Optional.of(new Neighbour());
            default ->
                    key.startsWith(TOKEN)
                            ? Optional.of(new TokenHolder(key.substring(TOKEN.length())))
                            : Optional.empty();
        };
    }

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
