package io.portsicle.cli.console;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Lines that scroll, and below them a status that is redrawn in place. Any thread.
///
/// The cursor rests on an empty row above the status. So whatever became of the rows below it (the
/// terminal got narrower and wrapped them, or someone typed), all of it is erased from the cursor
/// on. Everything for the terminal passes through here, and each change is one write, so the status
/// never mixes with a line.
///
/// Until [#open()], and for good where that finds no terminal, lines go where they went without
/// this class, and there is no status.
final class LiveScreen {

    /// The pause between two redraws without a line.
    static final long REDRAW_MILLIS = 100;

    private static final String ERASE = "\r\u001b[J";
    private static final String BACK_UP = "\r\u001b[A";

    /// Around a status: a terminal that finds some character wider than we do cuts it off.
    private static final String WRAP_OFF = "\u001b[?7l";

    private static final String WRAP_ON = "\u001b[?7h";
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Streams terminal;
    private final Streams lines;
    private final Supplier<Optional<TerminalWindow>> finder;
    private final LongSupplier nanoClock;

    // Guarded by this object's monitor.
    private @Nullable TerminalWindow window;
    private @Nullable PrintStream systemError;
    private boolean isOpened;
    private IntFunction<String> status = _ -> "";
    private String drawn = "";
    private long drawnNanos;

    LiveScreen(
            Streams terminal, Supplier<Optional<TerminalWindow>> finder, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.finder = finder;
        this.nanoClock = nanoClock;
        this.lines =
                new Streams(
                        LineStream.printing(text -> print(text, terminal.out())),
                        LineStream.printing(text -> print(text, terminal.err())),
                        terminal.kind());
    }

    /// Where lines go, to stand above the status.
    Streams lines() {
        return lines;
    }

    /// How wide lines may be, once that is known.
    synchronized Optional<WindowSize> size() {
        return Optional.ofNullable(window).flatMap(TerminalWindow::size);
    }

    /// Looks for the terminal, the first time. Costs a tenth of a second.
    synchronized void open() {
        if (!isOpened) {
            isOpened = true;
            finder.get().ifPresent(this::opened);
        }
    }

    /// What to show from the next [#refresh()] on: a line for so many columns.
    synchronized void show(IntFunction<String> newStatus) {
        status = newStatus;
    }

    /// Redraws the status if it has changed, though not at once after the last time; returns after
    /// how many milliseconds to ask again for that, or 0.
    synchronized long refresh() {
        String line = statusLine();
        if (line.equals(drawn)) {
            return 0;
        }
        long sinceMillis = (nanoClock.getAsLong() - drawnNanos) / NANOS_PER_MILLI;
        if (!drawn.isEmpty() && sinceMillis < REDRAW_MILLIS) {
            return REDRAW_MILLIS - sinceMillis;
        }
        draw("", line, terminal.out());
        return 0;
    }

    /// Takes the status away for good; from now on lines go as they did before [#open()].
    synchronized void close() {
        if (window != null) {
            TerminalSignals.forget();
            erase();
            window = null;
        }
        if (systemError != null) {
            System.setErr(systemError);
            systemError = null;
        }
    }

    /// From now on others' lines, those of the log above all, come through here as well.
    private void opened(TerminalWindow found) {
        window = found;
        systemError = System.err;
        System.setErr(lines.err());
        TerminalSignals.onResize(this::redraw);
        TerminalSignals.onStop(() -> stop(found));
    }

    private synchronized void print(String text, PrintStream to) {
        draw(text, statusLine(), to);
    }

    private synchronized void redraw() {
        draw("", statusLine(), terminal.out());
    }

    private synchronized void erase() {
        draw("", "", terminal.out());
    }

    /// Nobody may draw between the erasing and the stop, and nobody can during it.
    private synchronized void stop(TerminalWindow found) {
        erase();
        found.stop();
        redraw();
    }

    private String statusLine() {
        if (window == null || !window.isOurs()) {
            return "";
        }
        return window.size()
                .filter(WindowSize::hasRoomForStatus)
                .map(size -> status.apply(size.columns() - 1))
                .orElse("");
    }

    private void draw(String text, String line, PrintStream to) {
        String erasing = drawn.isEmpty() || isInBackground() ? "" : ERASE;
        String drawing = line.isEmpty() ? "" : "\r\n" + WRAP_OFF + line + WRAP_ON + BACK_UP;
        to.print(erasing + text + drawing);
        to.flush();
        drawn = line;
        drawnNanos = nanoClock.getAsLong();
    }

    private boolean isInBackground() {
        return window != null && !window.isOurs();
    }
}
