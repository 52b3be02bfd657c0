/// Events as lines: plain on a pipe, coloured on a terminal with a live status below, JSON for
/// programs.
///
/// Start at [io.portsicle.cli.console.EventWriter]; what a terminal gets passes through its
/// [io.portsicle.cli.console.LiveScreen]. Event loops hand events to an
/// [io.portsicle.cli.console.EventFeed]; the main thread takes and writes them, so a reader who
/// stalls stalls no tunnel.
@NullMarked
package io.portsicle.cli.console;

import org.jspecify.annotations.NullMarked;
