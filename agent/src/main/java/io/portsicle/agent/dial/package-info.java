/// TCP connections to a host by name: addresses looked up off the event loop, each of them tried,
/// failures in words.
///
/// Start at [io.portsicle.agent.dial.Dialer]. Used on one event loop; only the look-up runs on a
/// virtual thread.
@NullMarked
package io.portsicle.agent.dial;

import org.jspecify.annotations.NullMarked;
