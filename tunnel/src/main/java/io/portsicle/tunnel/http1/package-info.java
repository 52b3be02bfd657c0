/// HTTP/1.1 messages (RFC 9112) from bytes to [io.portsicle.tunnel.message.Fields] and back: heads,
/// body framing, chunks.
///
/// Start at [io.portsicle.tunnel.http1.Http1RequestParser]. No threads live here: each object
/// belongs to one connection.
@NullMarked
package io.portsicle.tunnel.http1;

import org.jspecify.annotations.NullMarked;
