/// The visitor's side of a relay: HTTP/1.1 in, routing to an endpoint, one exchange at a time,
/// HTTP/1.1 out.
///
/// Start at [io.portsicle.relay.ingress.Ingress]. A visitor's connection lives on one event loop,
/// and moves to that of the link that serves it before an exchange begins.
@NullMarked
package io.portsicle.relay.ingress;

import org.jspecify.annotations.NullMarked;
