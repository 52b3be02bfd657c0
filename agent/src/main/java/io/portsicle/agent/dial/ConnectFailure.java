package io.portsicle.agent.dial;

import io.netty.channel.ConnectTimeoutException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Names for what goes wrong between two sockets.
public final class ConnectFailure {
    private static final String NO_NETWORK = "network is unreachable";
    private static final String NO_ROUTE = "no route to host";

    /// Part of longer messages, which name system calls and addresses.
    private static final List<String> KNOWN =
            List.of(
                    "connection refused",
                    "connection reset",
                    "too many open files",
                    "no such file",
                    "permission denied",
                    NO_NETWORK,
                    NO_ROUTE);

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
                : reason(cause);
    }

    /// Whether it is the network or the peer that broke a connection, and not a bug: TLS wraps what
    /// it tells.
    public static boolean isOfNetwork(Throwable thrown) {
        return thrown instanceof IOException || thrown.getCause() instanceof IOException;
    }

    /// Why a connection broke, in a few words: those of the innermost cause.
    public static String reason(Throwable thrown) {
        Throwable cause = innermost(thrown);
        if (cause instanceof NoRouteToHostException) {
            return NO_ROUTE;
        }
        if (cause instanceof FileNotFoundException) {
            return "no such file";
        }
        String message = cause.getMessage();
        if (message == null) {
            return cause.getClass().getSimpleName();
        }
        String lower = message.toLowerCase(Locale.ROOT);
        for (String known : KNOWN) {
            if (lower.contains(known)) {
                return known;
            }
        }
        return message;
    }

    private static Throwable innermost(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }
}
