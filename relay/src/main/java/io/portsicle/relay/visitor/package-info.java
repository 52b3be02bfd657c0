/// What serving a visitor needs, whatever version of HTTP it speaks: where a request goes, how it
/// gets there, what it waits for, and what the relay answers itself.
///
/// Start at [io.portsicle.relay.visitor.Dispatcher]. What belongs to one visitor lives on the event
/// loop of its connection; what all of them share is the [io.portsicle.relay.visitor.Reception],
/// for any thread.
@NullMarked
package io.portsicle.relay.visitor;

import org.jspecify.annotations.NullMarked;
