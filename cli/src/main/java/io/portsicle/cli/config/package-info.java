/// Flags and environment variables, checked and turned into the settings of a command.
///
/// Start at [io.portsicle.cli.config.HttpSettings]. Values only; no thread lives here.
@NullMarked
package io.portsicle.cli.config;

import org.jspecify.annotations.NullMarked;
