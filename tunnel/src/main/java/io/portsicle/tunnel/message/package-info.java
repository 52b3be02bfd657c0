/// Requests and responses as they cross the tunnel: heads, hop-by-hop rules, forwarded fields (RFC
/// 9110).
///
/// Start at [io.portsicle.tunnel.message.Fields]. No threads live here: every object belongs to
/// whoever holds it.
@NullMarked
package io.portsicle.tunnel.message;

import org.jspecify.annotations.NullMarked;
