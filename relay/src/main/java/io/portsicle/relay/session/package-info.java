/// The agent's side of a relay once it is in: its session, the links of a session, coming back, and
/// the requests that wait for it meanwhile.
///
/// Start at [io.portsicle.relay.session.Session]. A session is known on every event loop; each of
/// its links lives on one.
@NullMarked
package io.portsicle.relay.session;

import org.jspecify.annotations.NullMarked;
