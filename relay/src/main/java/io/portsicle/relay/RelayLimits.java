package io.portsicle.relay;

import io.portsicle.relay.ingress.VisitorLimits;
import io.portsicle.relay.session.SessionLimits;

import java.time.Duration;

/// Every limit of a relay. Immutable, any thread.
///
/// @param closeTimeout how long exchanges may go on when the relay closes
public record RelayLimits(VisitorLimits visitors, SessionLimits sessions, Duration closeTimeout) {
    /// The defaults.
    public static final RelayLimits DEFAULT =
            new RelayLimits(VisitorLimits.DEFAULT, SessionLimits.DEFAULT, Duration.ofSeconds(5));

    /// Refuses a negative time.
    public RelayLimits {
        if (closeTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "closeTimeout: %s (expected: not negative)".formatted(closeTimeout));
        }
    }
}
