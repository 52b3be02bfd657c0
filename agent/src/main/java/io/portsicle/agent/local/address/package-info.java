/// Two views of the same endpoint: the address under which visitors see it, the one that the local
/// server knows as its own, and what becomes of one in the place of the other.
///
/// Start at [io.portsicle.agent.local.address.AddressMapping]. Values for any thread.
@NullMarked
package io.portsicle.agent.local.address;

import org.jspecify.annotations.NullMarked;
