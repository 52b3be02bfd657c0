package io.portsicle.cli.console;

import java.util.Optional;

/// A terminal whose size and foreground program the test decides.
final class FakeWindow implements TerminalWindow {

    private WindowSize size;
    private boolean isOurs = true;

    FakeWindow(int columns) {
        resize(columns, 24);
    }

    void resize(int columns, int rows) {
        size = new WindowSize(columns, rows);
    }

    /// Another program has the terminal now, or has it no more.
    void background(boolean isInBackground) {
        isOurs = !isInBackground;
    }

    @Override
    public Optional<WindowSize> size() {
        return Optional.of(size);
    }

    @Override
    public boolean isOurs() {
        return isOurs;
    }

    @Override
    public void stop() {
        throw new AssertionError("no test types Ctrl-Z");
    }
}
