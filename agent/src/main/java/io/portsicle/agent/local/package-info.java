/// The local server's side: takes visitors' requests from the tunnel, refuses what must not pass,
/// and chooses the version of HTTP in which the others are carried. Its inner rooms do the work and
/// know nothing of this one.
///
/// Start at [io.portsicle.agent.local.LocalServer], go on with [io.portsicle.agent.local.exchange]
/// and then [io.portsicle.agent.local.http1] or [io.portsicle.agent.local.http2]. Everything lives
/// on the event loop of the agent's links; nothing a request says can change where the connections
/// go.
@NullMarked
package io.portsicle.agent.local;

import org.jspecify.annotations.NullMarked;
