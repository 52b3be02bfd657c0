/// How agents get in: the upgrade of their connection, who they are, what they wish for, and the
/// answer.
///
/// Start at [io.portsicle.relay.registration.Registrar]. What is decided here is decided on the
/// event loop of the agent's connection, without waiting for anything.
@NullMarked
package io.portsicle.relay.registration;

import org.jspecify.annotations.NullMarked;
