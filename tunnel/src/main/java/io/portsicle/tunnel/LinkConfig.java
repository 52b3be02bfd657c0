package io.portsicle.tunnel;

import io.portsicle.tunnel.http2.Http2Config;

import java.time.Duration;

/// The limits of a link.
///
/// @param http2 windows, streams and heads
/// @param pingAfter silence of the peer after which it is asked whether it is there
/// @param deadAfter silence of the peer after which the link is given up
/// @param drainTimeout how long exchanges may go on after GOAWAY
/// @param rotateBefore streams that must be left when the link asks to be replaced, before its ids
///   are used up
public record LinkConfig(
        Http2Config http2,
        Duration pingAfter,
        Duration deadAfter,
        Duration drainTimeout,
        int rotateBefore) {
    /// The relay's side. It asks sooner than the agent does, so that an idle link carries one
    /// side's pings only, and those of all its links go out together.
    public static final LinkConfig RELAY =
            new LinkConfig(
                    Http2Config.DEFAULT,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    1 << 20);

    /// The agent's side.
    public static final LinkConfig AGENT =
            new LinkConfig(
                    Http2Config.DEFAULT,
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(5),
                    1 << 20);

    public LinkConfig {
        if (pingAfter.isNegative() || pingAfter.isZero()) {
            throw new IllegalArgumentException("pingAfter: " + pingAfter + " (expected: > 0)");
        }
        if (deadAfter.compareTo(pingAfter) <= 0) {
            throw new IllegalArgumentException(
                    "deadAfter: " + deadAfter + " (expected: > pingAfter " + pingAfter + ")");
        }
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "drainTimeout: " + drainTimeout + " (expected: >= 0)");
        }
        if (rotateBefore < 0) {
            throw new IllegalArgumentException(
                    "rotateBefore: " + rotateBefore + " (expected: >= 0)");
        }
    }

    /// The same with other HTTP/2 limits.
    public LinkConfig withHttp2(Http2Config other) {
        return new LinkConfig(other, pingAfter, deadAfter, drainTimeout, rotateBefore);
    }

    /// The same with other times of silence.
    public LinkConfig withSilence(Duration ping, Duration dead) {
        return new LinkConfig(http2, ping, dead, drainTimeout, rotateBefore);
    }

    /// The same with another time for draining.
    public LinkConfig withDrainTimeout(Duration timeout) {
        return new LinkConfig(http2, pingAfter, deadAfter, timeout, rotateBefore);
    }

    /// The same with another number of streams kept in reserve for the time of a rotation.
    public LinkConfig withRotateBefore(int streams) {
        return new LinkConfig(http2, pingAfter, deadAfter, drainTimeout, streams);
    }
}
