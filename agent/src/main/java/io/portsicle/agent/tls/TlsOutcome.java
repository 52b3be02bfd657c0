package io.portsicle.agent.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.portsicle.agent.dial.ConnectFailure;
import io.portsicle.tunnel.NetworkFailure;

import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;

/// How a handshake went.
public sealed interface TlsOutcome {
    /// `protocol` is what was agreed on by ALPN, empty where nothing was.
    record Open(String protocol) implements TlsOutcome {}

    /// Nobody who is trusted vouches for the server's certificate, or for its name.
    record Untrusted(String reason) implements TlsOutcome {}

    /// The server knows ALPN (RFC 7301), and none of the protocols that were offered.
    record NoCommonProtocol() implements TlsOutcome {}

    /// Why there is no TLS, in a few words.
    record Failed(String reason) implements TlsOutcome {}

    /// What the end of a handshake with `limit` means.
    static TlsOutcome of(Throwable cause, Duration limit) {
        return switch (cause) {
            case SslHandshakeTimeoutException late ->
                    new Failed(ConnectFailure.late("TLS handshake", limit));
            case NotSslRecordException plain -> new Failed("it does not speak TLS");
            default -> ofFailure(cause);
        };
    }

    private static TlsOutcome ofFailure(Throwable cause) {
        String reason = NetworkFailure.reason(cause);
        if (isAboutCertificate(cause)) {
            return new Untrusted(reason);
        }
        // The name of the alert, whatever library tells of it.
        return reason.toLowerCase(Locale.ROOT).contains("no_application_protocol")
                ? new NoCommonProtocol()
                : new Failed("TLS failed: " + reason);
    }

    private static boolean isAboutCertificate(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }
}
