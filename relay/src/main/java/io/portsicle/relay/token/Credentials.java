package io.portsicle.relay.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// Reads the token out of an `Authorization` field: `Bearer TOKEN` (RFC 6750, 2.1), or `Basic` with
/// the token as password (RFC 7617), which any HTTP client can send.
public final class Credentials {
    private Credentials() {}

    /// The token, or nothing where the field holds none.
    public static Optional<Token> token(String authorization) {
        String[] parts = authorization.strip().split(" +", 2);
        if (parts.length < 2 || parts[1].isBlank()) {
            return Optional.empty();
        }
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(new Token(parts[1].strip()));
            case "basic" -> password(parts[1].strip());
            default -> Optional.empty();
        };
    }

    private static Optional<Token> password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 || colon == pair.length() - 1
                    ? Optional.empty()
                    : Optional.of(new Token(pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
