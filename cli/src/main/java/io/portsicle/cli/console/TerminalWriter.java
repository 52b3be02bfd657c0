package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.cli.console.Streams.Kind;

import java.net.URI;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// What [PlainWriter] writes, in colour, with a line for each request and a QR code for the local
/// network.
public final class TerminalWriter implements EventWriter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int LONGEST_PATH = 200;
    private static final int VISITOR_LEFT = 0;

    private final Streams streams;
    private final Scene scene;
    private final Clock clock;
    private final Palette palette;
    private final PlainWriter plain;

    public TerminalWriter(Streams streams, Scene scene, Clock clock) {
        this.streams = streams;
        this.scene = scene;
        this.clock = clock;
        this.palette = streams.kind() == Kind.TERMINAL ? Palette.ANSI : Palette.NONE;
        this.plain = new PlainWriter(streams, scene, clock, palette);
    }

    @Override
    public void write(AgentEvent event) {
        plain.write(event);
        switch (event) {
            case Connected connected -> connected(connected);
            case RequestCompleted request -> request(request);
            case AgentEvent.Disconnected _,
                    AgentEvent.Unreachable _,
                    AgentEvent.LinksChanged _,
                    AgentEvent.LocalServerUnreachable _,
                    AgentEvent.LocalServerBack _,
                    AgentEvent.Ended _ -> {}
        }
    }

    @Override
    public void skipped(SkippedRequests skipped) {
        String sum =
                String.format(
                        Locale.ROOT,
                        "+ %,d more requests (%s)",
                        skipped.count(),
                        skipped.breakdown());
        line(now() + "  " + palette.dim(sum));
    }

    private void connected(Connected connected) {
        if (connected.again()) {
            return;
        }
        Optional<URI> shared = scene.localNetworkUrl(connected.endpoint());
        shared.ifPresent(address -> line(QrCode.of(address).lines(palette)));
    }

    private void request(RequestCompleted request) {
        line(
                String.format(
                        Locale.ROOT,
                        "%s  %-6s %s %6d ms  %s%s",
                        now(),
                        Printable.of(request.method()),
                        status(request.status()),
                        request.took().toMillis(),
                        path(request.path()),
                        request.status() == VISITOR_LEFT ? "  (visitor left)" : ""));
    }

    private String status(int status) {
        return status == VISITOR_LEFT
                ? palette.dim("  -")
                : palette.status(status, "%3d".formatted(status));
    }

    private static String path(String path) {
        return Printable.of(
                path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "...");
    }

    private String now() {
        return palette.dim(TIME.format(LocalTime.now(clock)));
    }

    private void line(String line) {
        streams.out().println(line);
        streams.out().flush();
    }
}
