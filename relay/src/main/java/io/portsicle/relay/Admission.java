package io.portsicle.relay;

/// Which agents a relay admits. Immutable, any thread.
public sealed interface Admission {
    /// All of them, without a token.
    record Open() implements Admission {}

    /// The one that has this token: a relay that was started for its own agent.
    record OnlyToken(String token) implements Admission {
        /// Takes the token.
        public OnlyToken {
            if (token.isBlank()) {
                throw new IllegalArgumentException("the token is empty");
            }
        }

        @Override
        public String toString() {
            return "OnlyToken[hidden]";
        }
    }

    /// On loopback, agents of the same machine, without a token; beyond loopback, those with a
    /// token of the data folder's file, which the first start makes.
    record Tokens() implements Admission {}
}
