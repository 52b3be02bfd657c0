package io.portsicle.relay;

import io.portsicle.relay.connection.VisitorLimits;
import io.portsicle.relay.session.SessionLimits;
import io.portsicle.relay.tls.TlsLimits;

import java.time.Duration;

/// Every limit of a relay. Immutable, any thread.
///
/// @param drainTimeout how long exchanges may go on when the relay closes
public record RelayLimits(
        VisitorLimits visitors, SessionLimits sessions, TlsLimits tls, Duration drainTimeout) {
    /// The defaults.
    public static final RelayLimits DEFAULT =
            new RelayLimits(
                    VisitorLimits.DEFAULT,
                    SessionLimits.DEFAULT,
                    TlsLimits.DEFAULT,
                    Duration.ofSeconds(30));

    /// Refuses a negative time.
    public RelayLimits {
        if (drainTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "drainTimeout: %s (expected: not negative)".formatted(drainTimeout));
        }
    }

    /// The same with other limits of sessions.
    public RelayLimits withSessions(SessionLimits other) {
        return new RelayLimits(visitors, other, tls, drainTimeout);
    }

    /// The same with other limits of TLS.
    public RelayLimits withTls(TlsLimits other) {
        return new RelayLimits(visitors, sessions, other, drainTimeout);
    }

    /// The same with another time for exchanges that run when the relay closes.
    public RelayLimits withDrainTimeout(Duration timeout) {
        return new RelayLimits(visitors, sessions, tls, timeout);
    }
}
