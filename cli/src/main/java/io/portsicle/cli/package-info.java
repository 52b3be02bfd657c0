/// The program `portsicle`.
///
/// Start at [io.portsicle.cli.Main]. The main thread lives here; it waits and writes, the event
/// loops of relay and agent do the work.
@NullMarked
package io.portsicle.cli;

import org.jspecify.annotations.NullMarked;
