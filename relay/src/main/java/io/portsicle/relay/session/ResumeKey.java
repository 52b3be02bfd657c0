package io.portsicle.relay.session;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs identities: the signature is the secret that an agent shows when it comes back, so that a
/// relay which was restarted with the same key knows a session that it has never seen.
///
/// HMAC-SHA256 (RFC 2104). Immutable, any thread.
public final class ResumeKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;

    private ResumeKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /// A key that ends with the process.
    public static ResumeKey random(SecureRandom random) {
        return of(newBytes(random));
    }

    /// The key with these 32 bytes.
    ///
    /// @throws IllegalArgumentException where there are fewer or more
    public static ResumeKey of(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "%d bytes (expected: %d)".formatted(bytes.length, KEY_BYTES));
        }
        return new ResumeKey(bytes);
    }

    /// The bytes of a new key.
    public static byte[] newBytes(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /// The secret of a session. None of the three parts can hold a line break, so that no two
    /// identities are signed as the same text.
    Secret secret(Identity identity) {
        String text = identity.id() + "\n" + identity.name() + "\n" + identity.owner().key();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }
}
