package io.portsicle.relay.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// What an agent proves its session with when it comes back: 256 random bits. Immutable, any
/// thread.
public record Secret(String value) {
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 16;

    static Secret random(SecureRandom random) {
        return new Secret(text(random, SECRET_BYTES));
    }

    /// An id for a session; unguessable as well, though it is no secret.
    static String randomId(SecureRandom random) {
        return text(random, ID_BYTES);
    }

    /// Compares in a time that tells nothing of the secret.
    boolean isSameAs(String shown) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /// Never the secret itself: it could land in a log.
    @Override
    public String toString() {
        return "Secret[hidden]";
    }

    private static String text(SecureRandom random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
