package io.portsicle.relay.visitor;

import io.portsicle.relay.endpoint.PathHosts;

/// How visitors see the relay.
///
/// @param scheme the scheme in their URLs where they come without TLS, which TLS in front of the
///   relay makes `https`
/// @param authority the relay's own address, for visitors who name none
/// @param pathHosts below which hosts `/NAME/` is an endpoint's URL
public record Origin(String scheme, String authority, PathHosts pathHosts) {}
