/// The commands: what the person asked for, started, awaited and ended with an exit code.
///
/// Start at [io.portsicle.cli.command.CommandLines], then [io.portsicle.cli.command.HttpCommand].
/// Everything runs on the main thread, except [io.portsicle.cli.command.Interruption], which a
/// signal calls on its own thread.
@NullMarked
package io.portsicle.cli.command;

import org.jspecify.annotations.NullMarked;
