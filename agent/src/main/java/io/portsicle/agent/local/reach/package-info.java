/// The way to the local server: where it is, connections to it with or without TLS, whether it can
/// be reached.
///
/// Start at [io.portsicle.agent.local.reach.LocalDialer]. It lives on one event loop; only
/// [io.portsicle.agent.local.reach.Reachability] is shared between those of an agent.
@NullMarked
package io.portsicle.agent.local.reach;

import org.jspecify.annotations.NullMarked;
