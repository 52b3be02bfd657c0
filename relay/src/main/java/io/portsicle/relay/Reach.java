package io.portsicle.relay;

import io.portsicle.relay.endpoint.Domains;
import io.portsicle.relay.endpoint.PathHosts;
import io.portsicle.relay.endpoint.PublicUrls;
import io.portsicle.relay.ingress.Ingress;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How visitors reach a relay that listens: the domains of its subdomains and the URLs of its
/// endpoints.
record Reach(Domains domains, PublicUrls urls, String scheme, String authority) {
    private static final String LOCAL = "localhost";

    /// Works it out from the configuration and the addresses that were really bound, the first of
    /// which stands in URLs.
    static Reach of(RelayConfig config, List<ListenAddress> bound) {
        int port = bound.getFirst().port();
        String domain = domain(config);
        URI base =
                config.publicUrl()
                        .map(url -> PublicUrls.base(url.getScheme(), domain, url.getPort()))
                        .orElseGet(() -> PublicUrls.base("http", domain, port));
        List<URI> paths = config.servesOneOwner() ? paths(config, bound) : List.of();
        boolean onlyPaths = isUnreachable(config, domain) && !paths.isEmpty();
        return new Reach(
                new Domains(List.of(config.domain(), domain)),
                new PublicUrls(onlyPaths ? null : base, paths),
                base.getScheme(),
                config.publicUrl().map(URI::getAuthority).orElse(bound.getFirst().toString()));
    }

    /// How visitors see the relay.
    Ingress.Origin origin(RelayConfig config) {
        return new Ingress.Origin(scheme, authority, pathHosts(config));
    }

    private static PathHosts pathHosts(RelayConfig config) {
        if (!config.servesOneOwner()) {
            return new PathHosts.Nowhere();
        }
        if (config.admission() instanceof Admission.Open) {
            return new PathHosts.Everywhere();
        }
        Set<String> names = new HashSet<>();
        names.add(config.domain());
        config.publicUrl().map(URI::getHost).map(Domains::host).ifPresent(names::add);
        config.listen().forEach(address -> names.add(Domains.host(address.host())));
        return new PathHosts.OwnNames(names);
    }

    /// A public URL with a host name is below a domain of its own, unless another one was chosen.
    private static String domain(RelayConfig config) {
        return config.publicUrl()
                .map(URI::getHost)
                .filter(host -> config.domain().equals(LOCAL) && !isLiteral(host))
                .orElse(config.domain());
    }

    /// A public URL with an IP address has no room for names in front of it.
    private static boolean isUnreachable(RelayConfig config, String domain) {
        return domain.equals(LOCAL)
                && config.publicUrl().map(URI::getHost).filter(Reach::isLiteral).isPresent();
    }

    private static List<URI> paths(RelayConfig config, List<ListenAddress> bound) {
        if (config.publicUrl().isPresent()) {
            URI url = config.publicUrl().get();
            return List.of(PublicUrls.base(url.getScheme(), url.getHost(), url.getPort()));
        }
        List<URI> paths = new ArrayList<>();
        for (ListenAddress address : bound) {
            for (String host :
                    address.isWildcard() ? LanAddresses.list() : List.of(address.host())) {
                paths.add(PublicUrls.base("http", host, address.port()));
            }
        }
        return paths;
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }
}
