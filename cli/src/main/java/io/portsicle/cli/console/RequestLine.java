package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent.RequestCompleted;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// A request in one line that never wraps: narrow terminals get less of it.
final class RequestLine {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int VISITOR_LEFT = 0;

    private final Palette palette;

    RequestLine(Palette palette) {
        this.palette = palette;
    }

    /// Time, method, status, milliseconds and path. Where room is scarce the path is cut in its
    /// middle, then method and milliseconds go, then the time.
    String of(LocalTime now, RequestCompleted request, int columns) {
        List<LinePart> parts = new ArrayList<>();
        parts.add(LinePart.of(TIME.format(now), palette::dim).rank(2));
        parts.add(method(request));
        parts.add(status(request.status()));
        parts.add(milliseconds(request));
        parts.add(path(request));
        if (request.status() == VISITOR_LEFT) {
            parts.add(LinePart.of("(visitor left)", palette::dim).rank(5).after("  "));
        }
        return new FittedLine(parts).within(columns);
    }

    private LinePart method(RequestCompleted request) {
        String method = "%-6s".formatted(Printable.of(request.method()));
        return LinePart.of(method, palette::plain).rank(3).after("  ");
    }

    private LinePart status(int status) {
        return status == VISITOR_LEFT
                ? LinePart.of("  -", palette::dim).after(" ")
                : LinePart.of("%3d".formatted(status), text -> palette.status(status, text))
                        .after(" ");
    }

    private LinePart milliseconds(RequestCompleted request) {
        String time = "%6d ms".formatted(request.took().toMillis());
        return LinePart.of(time, palette::plain).rank(4).after(" ");
    }

    private LinePart path(RequestCompleted request) {
        return LinePart.of(Printable.of(request.path()), palette::plain)
                .rank(1)
                .after("  ")
                .shrinkingFirst();
    }
}
