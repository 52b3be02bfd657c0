/// HTTP/2 (RFC 9113) as a tunnel speaks it: frames, streams, flow control, for either role.
///
/// Start at [io.portsicle.tunnel.http2.Http2Connection]. Everything lives on the event loop of the
/// link's channel.
@NullMarked
package io.portsicle.tunnel.http2;

import org.jspecify.annotations.NullMarked;
