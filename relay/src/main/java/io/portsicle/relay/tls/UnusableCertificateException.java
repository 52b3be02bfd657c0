package io.portsicle.relay.tls;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// Files that are no certificate and its key. The message names the option, the file and what was
/// expected of it; other files at the same place may be good.
public final class UnusableCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String CERTIFICATE = "--tls-cert";
    private static final String KEY = "--tls-key";

    private UnusableCertificateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static UnusableCertificateException certificate(
            Path file, String expected, @Nullable Throwable cause) {
        return of(CERTIFICATE, file, expected, cause);
    }

    static UnusableCertificateException key(Path file, String expected, @Nullable Throwable cause) {
        return of(KEY, file, expected, cause);
    }

    private static UnusableCertificateException of(
            String option, Path file, String expected, @Nullable Throwable cause) {
        return new UnusableCertificateException(
                "%s: \"%s\" (expected: %s)".formatted(option, file, expected), cause);
    }
}
