package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.agent.AgentHealth;
import io.portsicle.cli.console.Streams.Kind;

import java.net.URI;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// What [PlainWriter] writes, in colour, with a line for each request, a QR code for the local
/// network and, below all of it, how things are right now.
public final class TerminalWriter implements EventWriter {

    /// As long as nobody knows the terminal's width; keeps a path from filling the screen.
    private static final int WIDEST_LINE = 232;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final long COUNTDOWN_MILLIS = 250;
    private static final long QUIET_MILLIS = 1000;

    private final Scene scene;
    private final Clock clock;
    private final Supplier<AgentHealth> health;
    private final boolean hasStatus;
    private final LiveScreen screen;
    private final Palette palette;
    private final PlainWriter plain;
    private final RequestLine requestLine;
    private final StatusLine statusLine;
    private final StatusBoard board;

    public TerminalWriter(Streams streams, Scene scene, Clock clock, Supplier<AgentHealth> health) {
        this(scene, clock, health, new LiveScreen(streams, PosixWindow::find, System::nanoTime));
    }

    TerminalWriter(Scene scene, Clock clock, Supplier<AgentHealth> health, LiveScreen screen) {
        this.scene = scene;
        this.clock = clock;
        this.health = health;
        this.screen = screen;
        this.hasStatus = screen.lines().kind() == Kind.TERMINAL;
        this.palette = hasStatus ? Palette.ANSI : Palette.NONE;
        this.plain = new PlainWriter(screen.lines(), scene, clock, palette);
        this.requestLine = new RequestLine(palette);
        this.statusLine = new StatusLine(palette);
        this.board = new StatusBoard(scene.forwardsTo(), clock);
    }

    @Override
    public void write(AgentEvent event) {
        board.take(event);
        showStatus();
        if (event instanceof Ended) {
            screen.close();
        }
        plain.write(event);
        switch (event) {
            case Connected connected -> connected(connected);
            case RequestCompleted request -> request(request);
            case AgentEvent.Disconnected _,
                    AgentEvent.Unreachable _,
                    AgentEvent.LinksChanged _,
                    AgentEvent.LocalServerUnreachable _,
                    AgentEvent.LocalServerBack _,
                    Ended _ -> {}
        }
    }

    @Override
    public void skipped(SkippedRequests skipped) {
        board.take(skipped);
        showStatus();
        String sum =
                String.format(
                        Locale.ROOT,
                        "+ %,d more requests (%s)",
                        skipped.count(),
                        skipped.breakdown());
        line(palette.dim(TIME.format(now())) + "  " + palette.dim(sum));
    }

    /// The first tick comes after the URL is written, or when that takes long: early enough to look
    /// at the terminal, which is slow the first time.
    @Override
    public long tick() {
        screen.open();
        Status status = showStatus();
        long redrawIn = screen.refresh();
        if (redrawIn > 0) {
            return redrawIn;
        }
        return status.changesSoon() ? COUNTDOWN_MILLIS : QUIET_MILLIS;
    }

    @Override
    public void ending() {
        board.ending();
    }

    @Override
    public void close() {
        screen.close();
    }

    private Status showStatus() {
        Status status = board.with(health.get());
        if (hasStatus) {
            screen.show(columns -> statusLine.of(status, clock.instant(), columns));
        }
        return status;
    }

    private void connected(Connected connected) {
        if (connected.again()) {
            return;
        }
        Optional<URI> shared = scene.localNetworkUrl(connected.endpoint());
        shared.ifPresent(address -> line(QrCode.of(address).lines(palette)));
    }

    private void request(RequestCompleted request) {
        int columns = screen.size().map(size -> size.columns() - 1).orElse(WIDEST_LINE);
        line(requestLine.of(now(), request, columns));
    }

    private LocalTime now() {
        return LocalTime.now(clock);
    }

    private void line(String line) {
        screen.lines().out().println(line);
        screen.lines().out().flush();
    }
}
