package io.portsicle.relay;

import io.portsicle.relay.token.Doorkeeper;
import io.portsicle.relay.token.Hash;
import io.portsicle.relay.token.Token;
import io.portsicle.relay.token.TokenFile;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// Who keeps the door of a relay with a given configuration, and the token that was made for it
/// just now, if any.
record Doors(Doorkeeper keeper, Optional<Token> made) {
    /// Opens the token file where the admission asks for one; blocking.
    static Doors of(RelayConfig config, SecureRandom random) {
        return switch (config.admission()) {
            case Admission.Open open -> new Doors(new Doorkeeper.Everyone(), Optional.empty());
            case Admission.OnlyToken only ->
                    new Doors(
                            new Doorkeeper.KnownTokens(List.of(Hash.of(new Token(only.token())))),
                            Optional.empty());
            case Admission.Tokens tokens when config.isLoopbackOnly() && !isPublic(config) ->
                    new Doors(
                            new Doorkeeper.NeighboursFreely(new Doorkeeper.KnownTokens(List.of())),
                            Optional.empty());
            case Admission.Tokens tokens -> withTokens(config, random);
        };
    }

    private static Doors withTokens(RelayConfig config, SecureRandom random) {
        try {
            TokenFile file = TokenFile.open(config.dataDir(), random);
            Doorkeeper.KnownTokens known = new Doorkeeper.KnownTokens(file.hashes());
            return new Doors(
                    config.isLoopbackOnly() ? new Doorkeeper.NeighboursFreely(known) : known,
                    file.made());
        } catch (IOException cause) {
            throw new RelayStartException(
                    "the tokens in --data-dir %s can't be used: %s"
                            .formatted(config.dataDir(), RelayStartException.reason(cause)),
                    cause);
        }
    }

    /// A relay on loopback whose URLs point elsewhere has a proxy in front that lets the world in.
    private static boolean isPublic(RelayConfig config) {
        return config.publicUrl()
                .map(URI::getHost)
                .filter(host -> !new ListenAddress(host.replaceAll("[\\[\\]]", ""), 0).isLoopback())
                .isPresent();
    }
}
