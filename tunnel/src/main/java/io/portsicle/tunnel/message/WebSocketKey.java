package io.portsicle.tunnel.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The key of a WebSocket handshake, and the proof that a server has read it (RFC 6455, 4.1 and
/// 4.2.2). No state, any thread.
public final class WebSocketKey {
    /// Bytes behind the base 64 of a key.
    public static final int BYTES = 16;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketKey() {}

    /// The key of a client that has drawn `nonce`, [#BYTES] random bytes.
    public static String of(byte[] nonce) {
        return Base64.getEncoder().encodeToString(nonce);
    }

    /// Whether the value of `Sec-WebSocket-Key` is a key.
    public static boolean isValid(String text) {
        try {
            return Base64.getDecoder().decode(text).length == BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /// What `Sec-WebSocket-Accept` has to be.
    public static String accept(String key) {
        try {
            byte[] sha1 =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sha1);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-1", missing);
        }
    }
}
