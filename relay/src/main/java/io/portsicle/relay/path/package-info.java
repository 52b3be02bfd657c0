/// URLs below the relay's own host, `http://relay.example/NAME/…`, for servers that know nothing of
/// the prefix: which endpoint a request means, and what is rewritten on its way in and out.
///
/// Start at [io.portsicle.relay.path.PathUrls]. No threads live here: everything is immutable, or
/// belongs to one request on its visitor's event loop.
@NullMarked
package io.portsicle.relay.path;

import org.jspecify.annotations.NullMarked;
