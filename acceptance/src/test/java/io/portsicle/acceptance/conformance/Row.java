package io.portsicle.acceptance.conformance;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// One row of the page's table: that `subject` (a suite, a client) in this version showed `verdict`
/// for `what`.
///
/// Subject and what are its key; the version is told, but not compared: another machine has another
/// curl.
record Row(String subject, String version, String what, String verdict) {
    static final Comparator<Row> ORDER =
            Comparator.comparing(Row::subject, String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(Row::what);

    private static final Pattern COLUMN = Pattern.compile(" \\| ");

    Row {
        for (String column : new String[] {subject, version, what, verdict}) {
            if (column.isBlank() || column.contains("|") || column.contains("\n")) {
                throw new IllegalArgumentException(
                        "a column of the table: '%s' (expected: one line, without '|')"
                                .formatted(column));
            }
        }
    }

    /// The row that this line of the page is, if it is one.
    static Optional<Row> parse(String line) {
        if (!line.startsWith("| ") || !line.endsWith(" |")) {
            return Optional.empty();
        }
        String[] columns = COLUMN.split(line.substring(2, line.length() - 2), -1);
        return columns.length == 4
                ? Optional.of(new Row(columns[0], columns[1], columns[2], columns[3]))
                : Optional.empty();
    }

    boolean hasKeyOf(Row other) {
        return subject.equals(other.subject) && what.equals(other.what);
    }

    String line() {
        return "| " + String.join(" | ", subject, version, what, verdict) + " |";
    }
}
