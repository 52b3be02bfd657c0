package io.portsicle.cli.console;

/// How much a terminal shows.
record WindowSize(int columns, int rows) {

    private static final int FEWEST_COLUMNS = 20;
    private static final int FEWEST_ROWS = 4;

    /// Whether a status still leaves room for what it is the status of.
    boolean hasRoomForStatus() {
        return columns >= FEWEST_COLUMNS && rows >= FEWEST_ROWS;
    }
}
