package io.portsicle.agent.dial;

import static io.portsicle.tunnel.NetworkFailure.NO_NETWORK;
import static io.portsicle.tunnel.NetworkFailure.NO_ROUTE;

import io.netty.channel.ConnectTimeoutException;
import io.portsicle.tunnel.NetworkFailure;

import java.time.Duration;
import java.util.List;

/// Names for why a connection could not be opened.
public final class ConnectFailure {
    private ConnectFailure() {}

    /// What did not come in time: `no TLS handshake within 10 s`.
    public static String late(String what, Duration limit) {
        boolean isWhole = limit.toMillisPart() == 0;
        return "no %s within %d %s"
                .formatted(
                        what, isWhole ? limit.toSeconds() : limit.toMillis(), isWhole ? "s" : "ms");
    }

    /// Why none of some addresses took the connection, in a few words: the reason of the first one
    /// that this machine has a way to. A machine without IPv6 has none to half of them, which says
    /// nothing about the host.
    static String reason(List<Throwable> causes, Duration timeout) {
        List<String> reasons = causes.stream().map(cause -> reason(cause, timeout)).toList();
        return reasons.stream()
                .filter(reason -> !reason.equals(NO_NETWORK) && !reason.equals(NO_ROUTE))
                .findFirst()
                .orElse(reasons.getFirst());
    }

    /// Why a connection could not be opened, in a few words.
    static String reason(Throwable cause, Duration timeout) {
        return cause instanceof ConnectTimeoutException
                ? late("TCP connection", timeout)
                : NetworkFailure.reason(cause);
    }
}
