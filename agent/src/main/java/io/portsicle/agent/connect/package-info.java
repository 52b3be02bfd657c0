/// The way to the relay: dialling, the upgrade, what a refusal means, coming back after a loss.
///
/// Start at [io.portsicle.agent.connect.Connector]. Everything lives on one event loop, except TLS
/// set-up, which runs on a virtual thread because it reads files.
@NullMarked
package io.portsicle.agent.connect;

import org.jspecify.annotations.NullMarked;
