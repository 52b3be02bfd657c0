package io.portsicle.relay.token;

import java.util.Arrays;
import java.util.HexFormat;

/// The hash of one token, with the id that tells it apart from the others.
public record Hash(String id, byte[] sha256) {
    private static final int ID_DIGITS = 8;

    /// The hash of a token; its id is the start of the hash, which reveals nothing of 256 random
    /// bits.
    public static Hash of(Token token) {
        return ofHex(token.hexHash());
    }

    /// The hash as the token file has it.
    ///
    /// @throws IllegalArgumentException where that is not 64 hexadecimal digits
    public static Hash ofHex(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != 32) {
            throw new IllegalArgumentException(
                    "%d bytes (expected: the 32 of a SHA-256)".formatted(bytes.length));
        }
        return new Hash(hex.substring(0, ID_DIGITS), bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    @Override
    public String toString() {
        return "Hash[" + id + "]";
    }
}
