package io.portsicle.agent.connect;

import java.time.Duration;

/// How long each step of the way to the relay may take. Whoever waits is told which step it was.
/// Immutable, any thread.
///
/// - `nameLookUp`: the system's resolver finds addresses;
/// - `tcpConnect`: an address takes the connection, for each address;
/// - `proxyAnswer`: the proxy, where there is one, has connected to the relay;
/// - `tlsHandshake`: both sides have agreed;
/// - `upgradeAnswer`: the relay has answered the request for a tunnel.
public record ConnectTimeouts(
        Duration nameLookUp,
        Duration tcpConnect,
        Duration proxyAnswer,
        Duration tlsHandshake,
        Duration upgradeAnswer) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /// A proxy has longer: it makes the first two steps itself before it answers.
    public static final ConnectTimeouts DEFAULT =
            new ConnectTimeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10));

    public ConnectTimeouts {
        check("name look-up", nameLookUp);
        check("TCP connect", tcpConnect);
        check("proxy answer", proxyAnswer);
        check("TLS handshake", tlsHandshake);
        check("upgrade answer", upgradeAnswer);
    }

    private static void check(String step, Duration limit) {
        if (limit.toMillis() <= 0 || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s timeout: %s (expected: from a millisecond to an hour)"
                            .formatted(step, limit));
        }
    }
}
