/// Names of endpoints: what a name may be, who holds one, and the public URLs it is reached under.
///
/// Start at [io.portsicle.relay.endpoint.Endpoints]. Safe for any thread: visitors look names up on
/// every event loop.
@NullMarked
package io.portsicle.relay.endpoint;

import org.jspecify.annotations.NullMarked;
