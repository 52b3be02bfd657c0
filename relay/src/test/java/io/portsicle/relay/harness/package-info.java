/// Real sockets on both sides of a relay: visitors that say exactly what a test tells them, and an
/// agent made of a link.
@NullMarked
package io.portsicle.relay.harness;

import org.jspecify.annotations.NullMarked;
