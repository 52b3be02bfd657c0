package io.portsicle.agent.dial;

import io.netty.channel.ConnectTimeoutException;

import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.Locale;

/// Names for what goes wrong between two sockets.
public final class ConnectFailure {
    private ConnectFailure() {}

    /// Why a connection could not be opened, in a few words.
    static String reason(Throwable cause, Duration timeout) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer within " + timeout.toSeconds() + " s";
        }
        return reason(cause);
    }

    /// Why a connection broke, in a few words.
    public static String reason(Throwable cause) {
        if (cause instanceof NoRouteToHostException) {
            return "no route to host";
        }
        String message = cause.getMessage();
        if (message == null) {
            return cause.getClass().getSimpleName();
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("connection refused")) {
            return "connection refused";
        }
        return lower.contains("connection reset") ? "connection reset" : message;
    }
}
