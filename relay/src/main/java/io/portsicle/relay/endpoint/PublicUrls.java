package io.portsicle.relay.endpoint;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The URLs an endpoint is reached under, as its agent is told them. Immutable, any thread.
public final class PublicUrls {
    private final @Nullable URI subdomains;
    private final List<URI> paths;

    /// Takes the URL whose host each name is put in front of (null where host names can't reach the
    /// relay), and the URLs below which each name is a path (none where the relay serves no path
    /// URLs). At least one of them exists.
    public PublicUrls(@Nullable URI subdomains, List<URI> paths) {
        if (subdomains == null && paths.isEmpty()) {
            throw new IllegalArgumentException("no public URL: neither subdomains nor paths");
        }
        this.subdomains = subdomains;
        this.paths = List.copyOf(paths);
    }

    /// The URL that comes first: the subdomain where there is one.
    public URI url(EndpointName name) {
        return subdomains != null ? subdomain(subdomains, name) : path(paths.getFirst(), name);
    }

    /// Every further URL of the same endpoint.
    public List<URI> alsoAt(EndpointName name) {
        List<URI> also = new ArrayList<>();
        for (URI base : subdomains != null ? paths : paths.subList(1, paths.size())) {
            also.add(path(base, name));
        }
        return also;
    }

    /// `scheme://host:port` without the port that the scheme implies.
    public static URI base(String scheme, String host, int port) {
        boolean implied = port < 0 || port == ("https".equals(scheme) ? 443 : 80);
        String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create(
                scheme + "://" + literal.toLowerCase(Locale.ROOT) + (implied ? "" : ":" + port));
    }

    private static URI subdomain(URI base, EndpointName name) {
        return base(base.getScheme(), name.value() + "." + base.getHost(), base.getPort());
    }

    private static URI path(URI base, EndpointName name) {
        return URI.create(base + "/" + name.value() + "/");
    }
}
