package io.portsicle.cli.console;

import java.util.function.UnaryOperator;

/// A piece of a [FittedLine]: its text, its paint, and what becomes of it where room is scarce.
///
/// Parts of a higher `rank` are left out first. A part may be shortened once no part above
/// `shrinksAt` is left.
record LinePart(String gap, String text, UnaryOperator<String> paint, int rank, int shrinksAt) {

    private static final String GAP = "   ";
    private static final int NEVER = -1;
    private static final int ALWAYS = Integer.MAX_VALUE;

    static LinePart of(String text, UnaryOperator<String> paint) {
        return new LinePart(GAP, text, paint, 0, NEVER);
    }

    LinePart rank(int newRank) {
        return new LinePart(gap, text, paint, newRank, shrinksAt);
    }

    /// With another gap between the part before and this one.
    LinePart after(String newGap) {
        return new LinePart(newGap, text, paint, rank, shrinksAt);
    }

    /// Is shortened before any other part is left out.
    LinePart shrinkingFirst() {
        return new LinePart(gap, text, paint, rank, ALWAYS);
    }

    /// Is shortened before it is left out itself.
    LinePart shrinkingLast() {
        return new LinePart(gap, text, paint, rank, rank);
    }

    LinePart shortenedTo(int columns) {
        return new LinePart(gap, Columns.cutMiddle(text, columns), paint, rank, shrinksAt);
    }

    String painted() {
        return paint.apply(text);
    }

    int columns() {
        return Columns.of(text);
    }
}
