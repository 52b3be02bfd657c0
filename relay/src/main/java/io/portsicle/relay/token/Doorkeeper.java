package io.portsicle.relay.token;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.util.List;

/// Decides which agents may register. Immutable, any thread.
public sealed interface Doorkeeper {
    /// Decides about an agent that showed `token`, or none. `fromHere` says that nothing suggests
    /// that the agent is on another machine.
    Admittance decide(@Nullable Token token, boolean fromHere);

    /// Everyone may.
    record Everyone() implements Doorkeeper {
        @Override
        public Admittance decide(@Nullable Token token, boolean fromHere) {
            return new Admittance.Admitted(new Owner.Anonymous());
        }
    }

    /// Agents on this machine need no token; one that came through a proxy needs one of the known
    /// ones.
    record NeighboursFreely(KnownTokens known) implements Doorkeeper {
        @Override
        public Admittance decide(@Nullable Token token, boolean fromHere) {
            if (fromHere) {
                return new Admittance.Admitted(new Owner.Neighbour());
            }
            return known.hashes().isEmpty()
                    ? new Admittance.Denied(
                            "this relay listens on its own machine only and has no token for"
                                + " others; start it with --public-url or --listen beyond loopback")
                    : known.decide(token, false);
        }
    }

    /// Whoever shows one of these tokens may.
    record KnownTokens(List<Hash> hashes) implements Doorkeeper {
        /// Takes the hashes of the tokens.
        public KnownTokens {
            hashes = List.copyOf(hashes);
        }

        @Override
        public Admittance decide(@Nullable Token token, boolean fromHere) {
            if (token == null) {
                return new Admittance.Denied(
                        "this relay asks for a token (expected: Authorization: Bearer TOKEN)");
            }
            byte[] shown = token.hash();
            Owner owner = null;
            for (Hash hash : hashes) { // all of them, so that the time tells nothing
                if (MessageDigest.isEqual(shown, hash.sha256())) {
                    owner = new Owner.TokenHolder(hash.id());
                }
            }
            return owner != null
                    ? new Admittance.Admitted(owner)
                    : new Admittance.Denied("the token is not one of this relay's");
        }
    }
}
