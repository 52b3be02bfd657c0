package io.portsicle.relay.tls;

import java.time.Duration;

/// What TLS may cost.
///
/// @param handshakeTimeout how long a connection may take from its first moment to the end of the
///   handshake
/// @param clientHelloBytes the longest first message of a visitor, which holds the name it asks for
/// @param lookPause how long to wait before the certificate files are looked at again
public record TlsLimits(Duration handshakeTimeout, int clientHelloBytes, Duration lookPause) {
    /// The defaults.
    public static final TlsLimits DEFAULT =
            new TlsLimits(Duration.ofSeconds(10), 16 * 1024, Duration.ofSeconds(3));

    /// Refuses values that would let nobody in.
    public TlsLimits {
        positive("handshakeTimeout in ms", handshakeTimeout.toMillis());
        positive("clientHelloBytes", clientHelloBytes);
        positive("lookPause in ms", lookPause.toMillis());
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("%s: %d (expected: > 0)".formatted(name, value));
        }
    }
}
