package io.portsicle.relay.endpoint;

import java.util.Optional;

/// What became of the wish for a name.
public sealed interface Claim {
    /// The name is the claimant's; `former` had it before and must leave.
    record Granted(Lease lease, Optional<Holder> former) implements Claim {}

    /// Somebody else has the name and keeps it.
    record Taken(Holder by) implements Claim {}
}
