/// The agent's side of a relay: the upgrade of its connection, its session, the links of a session,
/// coming back.
///
/// Start at [io.portsicle.relay.session.Session]. A session is known on every event loop; its link
/// lives on one.
@NullMarked
package io.portsicle.relay.session;

import org.jspecify.annotations.NullMarked;
