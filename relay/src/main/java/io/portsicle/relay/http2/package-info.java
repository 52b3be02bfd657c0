/// Visitors who speak HTTP/2: many requests at once, each a stream of its connection.
///
/// Start at [io.portsicle.relay.http2.Http2Visitor]. A connection stays on the event loop where it
/// was accepted; what goes to a link on another one crosses in a
/// [io.portsicle.relay.http2.Crossing].
@NullMarked
package io.portsicle.relay.http2;

import org.jspecify.annotations.NullMarked;
