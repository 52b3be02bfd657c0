package io.portsicle.cli.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Parts that make one line, as much of them as there is room for.
record FittedLine(List<LinePart> parts) {

    /// Less of a part tells nothing.
    private static final int FEWEST_COLUMNS = 12;

    private static final Comparator<LinePart> BY_RANK = Comparator.comparingInt(LinePart::rank);

    /// The line, painted, in no more than so many columns.
    String within(int columns) {
        List<LinePart> kept = new ArrayList<>(parts);
        while (kept.size() > 1 && excess(kept, columns) > slack(kept)) {
            kept.remove(kept.stream().max(BY_RANK).orElseThrow());
        }
        int excess = excess(kept, columns);
        if (excess > 0) {
            LinePart part = shrinking(kept).orElse(kept.getFirst());
            kept.set(kept.indexOf(part), part.shortenedTo(part.columns() - excess));
        }
        return painted(kept);
    }

    private static int excess(List<LinePart> parts, int columns) {
        int width = 0;
        for (LinePart part : parts) {
            width += (width == 0 ? 0 : Columns.of(part.gap())) + part.columns();
        }
        return width - columns;
    }

    private static int slack(List<LinePart> parts) {
        return shrinking(parts).map(part -> Math.max(0, part.columns() - FEWEST_COLUMNS)).orElse(0);
    }

    /// The part that may be shortened now.
    private static Optional<LinePart> shrinking(List<LinePart> parts) {
        int highest = parts.stream().mapToInt(LinePart::rank).max().orElse(0);
        return parts.stream().filter(part -> part.shrinksAt() >= highest).max(BY_RANK);
    }

    private static String painted(List<LinePart> parts) {
        StringBuilder line = new StringBuilder();
        for (LinePart part : parts) {
            line.append(line.isEmpty() ? "" : part.gap()).append(part.painted());
        }
        return line.toString();
    }
}
