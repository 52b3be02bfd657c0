/// The relay as a library: visitors come in here, agents dial in here, and requests go from the
/// ones to the others.
///
/// Start at [io.portsicle.relay.Relay]. Configuration is immutable; a running relay lives on its
/// own event loops.
@NullMarked
package io.portsicle.relay;

import org.jspecify.annotations.NullMarked;
