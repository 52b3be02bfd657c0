package io.portsicle.acceptance.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// `docs/conformance.md`: prose by people, and one table whose rows are sorted, so that the same
/// results make the same page in whichever order the tests run.
record Page(Path file) {
    private static final String RULE = "|---|---|---|---|";

    /// The row of the page with the key of this one comes to have its version and verdict.
    void put(Row row) {
        rewrite(
                rows ->
                        Stream.concat(
                                        rows.stream().filter(other -> !other.hasKeyOf(row)),
                                        Stream.of(row))
                                .sorted(Row.ORDER)
                                .toList());
    }

    void clear() {
        rewrite(rows -> List.of());
    }

    List<Row> rows() {
        List<String> lines = lines();
        return rows(lines.subList(firstRow(lines), endOfRows(lines)));
    }

    private void rewrite(UnaryOperator<List<Row>> change) {
        List<String> lines = lines();
        int first = firstRow(lines);
        int end = endOfRows(lines);
        var page = new ArrayList<>(lines.subList(0, first));
        change.apply(rows(lines.subList(first, end))).forEach(row -> page.add(row.line()));
        page.addAll(lines.subList(end, lines.size()));
        try {
            Files.write(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rows(List<String> lines) {
        return lines.stream()
                .map(
                        line ->
                                Row.parse(line)
                                        .orElseThrow(
                                                () -> new IllegalStateException("no row: " + line)))
                .toList();
    }

    private int firstRow(List<String> lines) {
        int rule = lines.indexOf(RULE);
        if (rule < 0) {
            throw new IllegalStateException(file + " has no table '" + RULE + "'");
        }
        return rule + 1;
    }

    private int endOfRows(List<String> lines) {
        int end = firstRow(lines);
        while (end < lines.size() && lines.get(end).startsWith("|")) {
            end++;
        }
        return end;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
