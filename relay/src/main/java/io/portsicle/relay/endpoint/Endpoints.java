package io.portsicle.relay.endpoint;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The registry of names: which holder has which. Any thread; a name has one holder at any moment.
public final class Endpoints {
    private final ConcurrentMap<String, Lease> leases = new ConcurrentHashMap<>();

    /// Asks for a name. It is granted when it is free, or when its holder yields to the newcomer.
    public Claim claim(EndpointName name, Holder newcomer) {
        Lease wished = new Lease(name, newcomer);
        while (true) {
            Lease present = leases.putIfAbsent(name.value(), wished);
            if (present == null) {
                return new Claim.Granted(wished, Optional.empty());
            }
            if (!present.holder().yieldsTo(newcomer)) {
                return new Claim.Taken(present.holder());
            }
            if (leases.replace(name.value(), present, wished)) {
                present.end();
                return new Claim.Granted(wished, Optional.of(present.holder()));
            }
        }
    }

    /// Who has a name, given in lower case; null when nobody has.
    public @Nullable Lease find(String name) {
        return leases.get(name);
    }

    /// Gives a name back. A lease that was taken over meanwhile leaves its successor alone.
    public void release(Lease lease) {
        lease.end();
        leases.remove(lease.name().value(), lease);
    }

    /// How many names are held.
    public int count() {
        return leases.size();
    }
}
