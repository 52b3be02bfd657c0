package io.portsicle.relay.endpoint;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The domains below which endpoints are subdomains: tells an endpoint's host from the relay's own.
///
/// Ports and the case of letters don't count, nor does the point at the end of a fully qualified
/// name. Immutable, any thread.
public final class Domains {
    private final List<String> suffixes;

    /// Takes domains without a leading point.
    public Domains(Collection<String> domains) {
        suffixes =
                domains.stream()
                        .map(domain -> "." + domain.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
    }

    /// What stands in front of one of the domains in an authority (`demo.localhost:8080` → `demo`),
    /// or nothing where the authority is the relay's own. What comes back need not be a good name.
    public Optional<String> label(String authority) {
        String host = host(authority);
        for (String suffix : suffixes) {
            if (host.length() > suffix.length() && host.endsWith(suffix)) {
                return Optional.of(host.substring(0, host.length() - suffix.length()));
            }
        }
        return Optional.empty();
    }

    /// The host of an authority: in lower case, without port and final point; an IPv6 literal keeps
    /// its brackets.
    public static String host(String authority) {
        int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return (host.endsWith(".") ? host.substring(0, host.length() - 1) : host)
                .toLowerCase(Locale.ROOT);
    }
}
