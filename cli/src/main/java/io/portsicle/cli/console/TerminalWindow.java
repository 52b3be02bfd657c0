package io.portsicle.cli.console;

import java.util.Optional;

/// The terminal behind both output streams. Any thread; every answer may change at any time.
interface TerminalWindow {

    /// Its size, where it tells one.
    Optional<WindowSize> size();

    /// Whether this program has the terminal to itself: it is not in the background, where a shell
    /// or another program owns the cursor.
    boolean isOurs();

    /// Stops this program, as Ctrl-Z does where nobody listens, until a shell has it go on.
    void stop();
}
