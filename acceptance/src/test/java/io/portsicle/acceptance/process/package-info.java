/// Programs as child processes: each is ended by its own handle, and its output is kept line by
/// line.
///
/// Start at [ChildProcess]; [RelayProcess] and [AgentProcess] know the lines that Portsicle's
/// commands promise.
@NullMarked
package io.portsicle.acceptance.process;

import org.jspecify.annotations.NullMarked;
