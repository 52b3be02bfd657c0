package io.portsicle.relay.connection;

import io.portsicle.tunnel.http2.Http2Config;

import java.time.Duration;

/// What one visitor may cost.
///
/// @param headBytes the longest head of a request, in bytes
/// @param headFields the most field lines of a head
/// @param headTimeout how long a head may take from its first byte, or the first head from the
///   connection's start
/// @param idleTimeout how long a connection is kept between two requests
/// @param lastRequestTimeout the same once the relay closes: whoever asks again until then is
///   served once more
/// @param stallTimeout how long a visitor may neither send a byte that is waited for nor take one
///   that waits
/// @param lingerTimeout how long what a visitor still sends is read after the last response, before
///   the connection is closed
/// @param lingerBytes how much of that is read
/// @param connections the most connections of all visitors and agents
/// @param connectionsPerAddress the most from one address beyond loopback
/// @param http2 the limits of a connection that speaks HTTP/2
public record VisitorLimits(
        int headBytes,
        int headFields,
        Duration headTimeout,
        Duration idleTimeout,
        Duration lastRequestTimeout,
        Duration stallTimeout,
        Duration lingerTimeout,
        int lingerBytes,
        int connections,
        int connectionsPerAddress,
        Http2Config http2) {
    /// What an HTTP/2 connection may cost: its windows hold 16 MiB at most, whoever stalls behind
    /// them.
    private static final Http2Config HTTP2 =
            Http2Config.DEFAULT
                    .withWindows(64 * 1024, 4 * 1024 * 1024, 8 * 1024 * 1024)
                    .withMaxFrameSize(16 * 1024)
                    .withStreams(128, 0)
                    .withMaxHeaderListSize(96 * 1024)
                    .withResetsPerSecond(200);

    /// The defaults.
    public static final VisitorLimits DEFAULT =
            new VisitorLimits(
                    64 * 1024,
                    1024,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(5),
                    1024 * 1024,
                    40_000,
                    1_000,
                    HTTP2);

    /// Refuses values that would let nobody in.
    public VisitorLimits {
        positive("headBytes", headBytes);
        positive("headFields", headFields);
        positive("headTimeout in s", headTimeout.toSeconds());
        positive("idleTimeout in s", idleTimeout.toSeconds());
        positive("lastRequestTimeout in s", lastRequestTimeout.toSeconds());
        positive("stallTimeout in s", stallTimeout.toSeconds());
        positive("lingerTimeout in s", lingerTimeout.toSeconds());
        positive("lingerBytes", lingerBytes);
        positive("connections", connections);
        positive("connectionsPerAddress", connectionsPerAddress);
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("%s: %d (expected: > 0)".formatted(name, value));
        }
    }
}
