package io.portsicle.relay.visitor;

import io.portsicle.relay.endpoint.Domains;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.endpoint.PathHosts;
import io.portsicle.relay.path.PathRoute;
import io.portsicle.relay.path.PathUrls;
import io.portsicle.relay.registration.Registrar;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Finds out where a request goes: `NAME.DOMAIN` is an endpoint's host, every other host is the
/// relay's own, below which `/NAME/` is an endpoint's path where the relay serves such. Immutable,
/// any thread.
final class Router {
    private final Endpoints endpoints;
    private final Domains domains;
    private final PathUrls pathUrls;

    Router(Endpoints endpoints, Domains domains, PathHosts pathHosts) {
        this.endpoints = endpoints;
        this.domains = domains;
        this.pathUrls = new PathUrls(endpoints, pathHosts);
    }

    /// The route of a request; `authority` is null where an HTTP/1.0 visitor named none.
    Route route(@Nullable String authority, String path, Fields head) {
        Optional<String> label = authority == null ? Optional.empty() : domains.label(authority);
        if (label.isEmpty()) {
            return ownHost(authority, path, head);
        }
        Lease lease = endpoints.find(label.get());
        return lease == null ? new Route.ToNobody() : new Route.ToEndpoint(lease, null);
    }

    /// The same route as somebody has it now: the lease may have ended meanwhile.
    Route renew(Route.ToEndpoint former) {
        if (!former.lease().isEnded()) {
            return former;
        }
        Lease lease = endpoints.find(former.lease().name().value());
        return lease == null ? new Route.ToNobody() : new Route.ToEndpoint(lease, former.url());
    }

    private Route ownHost(@Nullable String authority, String path, Fields head) {
        String bare = path.substring(0, endOfPath(path));
        if (bare.equals("/healthz")) {
            return new Route.ToHealth();
        }
        if (bare.equals("/readyz")) {
            return new Route.ToReadiness();
        }
        if (Registrar.isRegistration(bare)) {
            return new Route.ToRegistrar();
        }
        return switch (pathUrls.route(authority, path, head)) {
            case PathRoute.ToEndpoint to -> new Route.ToEndpoint(to.lease(), to.url());
            case PathRoute.WithSlash to -> new Route.Elsewhere(to.location());
            case PathRoute.BelowPrefix to -> new Route.BelowPrefix(to.location());
            case PathRoute.Nowhere nowhere ->
                    bare.equals("/") ? new Route.ToHome() : new Route.ToNobody();
        };
    }

    private static int endOfPath(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path.length() : query;
    }
}
