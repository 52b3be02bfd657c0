package io.portsicle.relay.ingress;

import io.portsicle.relay.endpoint.Domains;
import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.endpoint.PathHosts;
import io.portsicle.relay.registration.Registrar;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/// Finds out where a request goes: `NAME.DOMAIN` is an endpoint's host, every other host is the
/// relay's own, below which `/NAME/` is an endpoint's path where the relay serves such. Immutable,
/// any thread.
final class Router {
    private final Endpoints endpoints;
    private final Domains domains;
    private final PathHosts pathHosts;

    Router(Endpoints endpoints, Domains domains, PathHosts pathHosts) {
        this.endpoints = endpoints;
        this.domains = domains;
        this.pathHosts = pathHosts;
    }

    /// The route of a request; `authority` is null where an HTTP/1.0 visitor named none.
    Route route(@Nullable String authority, String path) {
        Optional<String> label = authority == null ? Optional.empty() : domains.label(authority);
        if (label.isEmpty()) {
            return ownHost(authority, path);
        }
        Lease lease = endpoints.find(label.get());
        return lease == null ? new Route.ToNobody() : new Route.ToEndpoint(lease, 0);
    }

    /// The same route as somebody has it now: the lease may have ended meanwhile.
    Route renew(Route.ToEndpoint former) {
        if (!former.lease().isEnded()) {
            return former;
        }
        Lease lease = endpoints.find(former.lease().name().value());
        return lease == null
                ? new Route.ToNobody()
                : new Route.ToEndpoint(lease, former.prefixLength());
    }

    private Route ownHost(@Nullable String authority, String path) {
        String bare = path.substring(0, endOfPath(path));
        if (bare.equals("/healthz")) {
            return new Route.ToHealth();
        }
        if (bare.equals("/readyz")) {
            return new Route.ToReadiness();
        }
        if (bare.equals("/")) {
            return new Route.ToHome();
        }
        if (Registrar.isRegistration(bare)) {
            return new Route.ToRegistrar();
        }
        String host = authority == null ? "" : Domains.host(authority);
        return pathHosts.serves(host) ? pathUrl(path, bare) : new Route.ToNobody();
    }

    private Route pathUrl(String path, String bare) {
        int slash = bare.indexOf('/', 1);
        int end = slash < 0 ? bare.length() : slash;
        String name = path.startsWith("/") ? path.substring(1, end).toLowerCase(Locale.ROOT) : "";
        Lease lease = EndpointName.problem(name).isPresent() ? null : endpoints.find(name);
        if (lease == null) {
            return new Route.ToNobody();
        }
        return slash < 0
                ? new Route.Elsewhere("/" + name + "/" + path.substring(end))
                : new Route.ToEndpoint(lease, end);
    }

    private static int endOfPath(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path.length() : query;
    }
}
