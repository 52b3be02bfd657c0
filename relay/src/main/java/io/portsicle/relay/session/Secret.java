package io.portsicle.relay.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// What an agent proves its session with when it comes back. Immutable, any thread.
public record Secret(String value) {
    private static final int ID_BYTES = 16;

    /// An id for a session; unguessable as well, though it is no secret.
    static String randomId(SecureRandom random) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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
}
