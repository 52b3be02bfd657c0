package io.portsicle.relay;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// A relay that could not start: an address it can't listen on, a data folder it can't use. The
/// message names the thing and the cause, for the operator. The same start may succeed later.
public final class RelayStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RelayStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// What went wrong with a file, in words: those that we wrote ourselves, or the kind of error
    /// and the system's words.
    static String reason(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return cause.getClass() == IOException.class
                ? message
                : cause.getClass().getSimpleName() + ": " + message;
    }
}
