package io.portsicle.relay;

import io.portsicle.relay.endpoint.Domains;
import io.portsicle.relay.endpoint.PathHosts;
import io.portsicle.relay.endpoint.PublicUrls;
import io.portsicle.relay.visitor.Origin;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How visitors reach a relay that listens: the domains of its subdomains and the URLs of its
/// endpoints.
///
/// @param plainScheme the scheme of visitors who come without TLS, which something in front may
///   have ended
/// @param authority the relay's own address
/// @param httpsPort where visitors with TLS come in, as they see it; -1 where they can't
record Reach(
        Domains domains, PublicUrls urls, String plainScheme, String authority, int httpsPort) {
    private static final String LOCAL = "localhost";
    private static final int IMPLIED_BY_HTTPS = 443;

    /// Works it out from the configuration and the addresses that were really bound. The first of
    /// them stands in URLs, but one with TLS goes before one without.
    static Reach of(RelayConfig config, List<ListenAddress> bound) {
        List<ListenAddress> preferred = httpsFirst(bound);
        ListenAddress first = preferred.getFirst();
        String domain = domain(config);
        URI base =
                config.publicUrl()
                        .map(url -> PublicUrls.base(url.getScheme(), domain, url.getPort()))
                        .orElseGet(() -> base(first, domain));
        List<URI> paths = config.servesOneOwner() ? paths(config, preferred) : List.of();
        boolean onlyPaths = isUnreachable(config, domain) && !paths.isEmpty();
        return new Reach(
                new Domains(List.of(config.domain(), domain)),
                new PublicUrls(onlyPaths ? null : base, paths),
                config.publicUrl().map(URI::getScheme).orElse("http"),
                config.publicUrl().map(URI::getAuthority).orElse(first.authority()),
                httpsPort(config, first));
    }

    /// How visitors see the relay.
    Origin origin(RelayConfig config) {
        return new Origin(plainScheme, authority, pathHosts(config));
    }

    private static List<ListenAddress> httpsFirst(List<ListenAddress> bound) {
        return bound.stream().sorted(Comparator.comparing(address -> !address.isHttps())).toList();
    }

    private static URI base(ListenAddress address, String host) {
        return PublicUrls.base(address.scheme().toString(), host, address.port());
    }

    private static int httpsPort(RelayConfig config, ListenAddress first) {
        return config.publicUrl()
                .filter(url -> url.getScheme().equals("https"))
                .map(url -> url.getPort() < 0 ? IMPLIED_BY_HTTPS : url.getPort())
                .orElse(first.isHttps() ? first.port() : -1);
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
                paths.add(base(address, host));
            }
        }
        return paths;
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }
}
