/// TCP connections to a host by name: addresses looked up off the event loop, raced against each
/// other, failures in words.
///
/// Start at [io.portsicle.agent.dial.Dialer]. Used on one event loop; only a look-up has a thread
/// of its own.
@NullMarked
package io.portsicle.agent.dial;

import org.jspecify.annotations.NullMarked;
