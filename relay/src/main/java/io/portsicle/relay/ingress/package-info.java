/// The door of a relay: TLS where it is spoken, the choice of HTTP's version, and the one handler
/// that serves the visitor from then on.
///
/// Start at [io.portsicle.relay.ingress.Ingress]. All of it happens on the event loop where a
/// connection was accepted.
@NullMarked
package io.portsicle.relay.ingress;

import org.jspecify.annotations.NullMarked;
