package io.portsicle.relay.visitor;

import io.portsicle.relay.endpoint.Domains;

/// Where requests go that come without TLS, at an entrance that only points to the one with TLS.
final class HttpsRedirect {
    private static final int IMPLIED_PORT = 443;

    private HttpsRedirect() {}

    /// The route instead of the one that a request would have with TLS. Health stays where it is:
    /// whoever asks for it rarely follows.
    static Route instead(Route route, String authority, String path, int port) {
        String origin = origin(authority, port);
        return switch (route) {
            case Route.ToHealth health -> health;
            case Route.ToReadiness readiness -> readiness;
            case Route.ToRegistrar registrar -> new Route.OnlyWithTls(origin);
            case Route.ToEndpoint endpoint -> elsewhere(origin, path);
            case Route.ToHome home -> elsewhere(origin, path);
            case Route.Elsewhere slash -> elsewhere(origin, path);
            case Route.BelowPrefix below -> elsewhere(origin, path);
            case Route.ToNobody nobody -> elsewhere(origin, path);
            case Route.OnlyWithTls already -> already;
        };
    }

    private static String origin(String authority, int port) {
        return "https://" + Domains.host(authority) + (port == IMPLIED_PORT ? "" : ":" + port);
    }

    /// `*` is no path: it asks for the server as a whole.
    private static Route elsewhere(String origin, String path) {
        return new Route.Elsewhere(path.startsWith("/") ? origin + path : origin);
    }
}
