package io.portsicle.relay.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// A token in clear. It exists where it was made or was just received, and nowhere else: what is
/// kept is its hash.
///
/// 256 random bits need no slow hash: there is no dictionary to try.
public record Token(String value) {
    private static final String PREFIX = "ptk_";
    private static final int BYTES = 32;

    /// A new token, `ptk_` and 43 characters.
    public static Token random(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /// The SHA-256 of the token.
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /// The hash in hexadecimal digits, as the token file has it.
    public String hexHash() {
        return HexFormat.of().formatHex(hash());
    }

    /// Never the token itself: it could land in a log.
    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
