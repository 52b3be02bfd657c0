/// Both ends of a tunnel: one link is one TCP connection that carries HTTP/2, in WebSocket messages
/// or bare (PTTH).
///
/// Start at [io.portsicle.tunnel.Link]. Everything lives on the event loop of the link's channel.
@NullMarked
package io.portsicle.tunnel;

import org.jspecify.annotations.NullMarked;
