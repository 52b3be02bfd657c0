package io.portsicle.tunnel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.List;
import java.util.Locale;

/// Names for what goes wrong between two sockets.
public final class NetworkFailure {
    /// This machine has no way to such addresses.
    public static final String NO_NETWORK = "network is unreachable";

    /// Nothing on the way knows that address.
    public static final String NO_ROUTE = "no route to host";

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

    private NetworkFailure() {}

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
