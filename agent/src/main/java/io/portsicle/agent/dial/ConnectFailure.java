package io.portsicle.agent.dial;

import io.netty.channel.ConnectTimeoutException;

import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Names for what goes wrong between two sockets.
public final class ConnectFailure {
    /// Part of longer messages, which name system calls and addresses.
    private static final List<String> KNOWN =
            List.of("connection refused", "connection reset", "too many open files");

    private ConnectFailure() {}

    /// Why a connection could not be opened, in a few words.
    static String reason(Throwable cause, Duration timeout) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer within " + timeout.toSeconds() + " s";
        }
        return reason(cause);
    }

    /// Why a connection broke, in a few words: those of the innermost cause.
    public static String reason(Throwable thrown) {
        Throwable cause = innermost(thrown);
        if (cause instanceof NoRouteToHostException) {
            return "no route to host";
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
