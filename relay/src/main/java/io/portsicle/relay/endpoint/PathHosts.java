package io.portsicle.relay.endpoint;

import io.netty.util.NetUtil;

import java.util.Set;

/// The hosts below which endpoints have path URLs.
///
/// A page of a stranger can point its own host name at this machine and then read what is served
/// there as if it were its own (DNS rebinding). Subdomain URLs are safe from that: their host is
/// the endpoint's. Path URLs are not, so that a relay for its own machine serves them only where
/// the name can't be a stranger's. Immutable, any thread.
public sealed interface PathHosts {
    /// Whether path URLs are served below a host, given as [Domains#host(String)] has it.
    boolean serves(String host);

    /// There are no path URLs.
    record Nowhere() implements PathHosts {
        @Override
        public boolean serves(String host) {
            return false;
        }
    }

    /// Whatever the relay is called: what it serves is public anyway.
    record Everywhere() implements PathHosts {
        @Override
        public boolean serves(String host) {
            return true;
        }
    }

    /// Below addresses, below the relay's own names, and below names that no public DNS has.
    record OwnNames(Set<String> names) implements PathHosts {
        /// Takes the relay's own names, in lower case.
        public OwnNames {
            names = Set.copyOf(names);
        }

        @Override
        public boolean serves(String host) {
            return host.indexOf('.') < 0
                    || host.endsWith(".localhost")
                    || host.endsWith(".local")
                    || NetUtil.isValidIpV4Address(host)
                    || names.contains(host);
        }
    }
}
