/// Visitors who speak HTTP/1.1 or 1.0: one request after the other, and the bytes of another
/// protocol behind an upgrade.
///
/// Start at [io.portsicle.relay.http1.Http1Visitor]. A connection lives on one event loop, and
/// moves to that of the link that serves it before an exchange begins.
@NullMarked
package io.portsicle.relay.http1;

import org.jspecify.annotations.NullMarked;
