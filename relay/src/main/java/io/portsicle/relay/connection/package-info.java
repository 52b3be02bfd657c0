/// Visitors' connections as such, whatever is asked on them: how many there may be, which event
/// loop they live on, how long each may take for what, and how one ends.
///
/// Start at [io.portsicle.relay.connection.Sweep]. Each connection is looked after on its own event
/// loop; what counts and places all of them is for any thread.
@NullMarked
package io.portsicle.relay.connection;

import org.jspecify.annotations.NullMarked;
