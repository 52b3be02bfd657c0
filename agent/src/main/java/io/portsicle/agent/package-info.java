/// The agent as a library: it gives a server on this machine a public URL through a relay.
///
/// Start at [io.portsicle.agent.Agent]. The types here are immutable values for any thread; the
/// work happens on one event loop in [io.portsicle.agent.connect] (towards the relay) and
/// [io.portsicle.agent.local] (towards the local server), and events are delivered, in order, on a
/// thread of their own.
@NullMarked
package io.portsicle.agent;

import org.jspecify.annotations.NullMarked;
