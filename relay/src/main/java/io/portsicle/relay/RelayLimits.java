package io.portsicle.relay;

import io.portsicle.relay.ingress.VisitorLimits;
import io.portsicle.relay.session.SessionLimits;

/// Every limit of a relay. Immutable, any thread.
public record RelayLimits(VisitorLimits visitors, SessionLimits sessions) {
    /// The defaults.
    public static final RelayLimits DEFAULT =
            new RelayLimits(VisitorLimits.DEFAULT, SessionLimits.DEFAULT);
}
