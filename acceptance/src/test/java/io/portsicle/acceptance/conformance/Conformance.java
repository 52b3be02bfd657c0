package io.portsicle.acceptance.conformance;

import io.portsicle.acceptance.process.Portsicle;

import org.assertj.core.api.Assertions;

import java.util.Locale;

/// Where tests of foreign suites and clients state what they found: one row of
/// `docs/conformance.md` each.
///
/// An ordinary run, CI's as well, fails where the page does not say the same. `bench/conformance`
/// writes the page anew, from all cases of all suites: it runs the tests with
/// `@Tag("conformance")`. While one writes a test, `-Dconformance=write` puts the rows of the tests
/// that run into the page.
public final class Conformance {
    private static final Page PAGE =
            new Page(Portsicle.root().resolve("docs").resolve("conformance.md"));
    private static final Extent EXTENT = Extent.ofThisRun();

    static {
        if (EXTENT == Extent.ALL) {
            PAGE.clear();
        }
    }

    /// How much this run does: the property `conformance`.
    private enum Extent {
        /// A quick part of each suite; the page is compared.
        CHECK,
        /// A quick part of each suite; the page gets its rows.
        WRITE,
        /// Every case of each suite; the page is written anew.
        ALL;

        static Extent ofThisRun() {
            return valueOf(System.getProperty("conformance", "check").toUpperCase(Locale.ROOT));
        }
    }

    private Conformance() {}

    /// Whether this run has the time for every case of a suite.
    public static boolean isOfAllCases() {
        return EXTENT == Extent.ALL;
    }

    /// States that `subject` (a suite or a client) in this `version` showed `verdict` for `what`.
    ///
    /// The verdict must be the same on every machine that passes: counts of cases, not times.
    public static synchronized void row(
            String subject, String version, String what, String verdict) {
        var row = new Row(subject, version, what, verdict);
        if (EXTENT != Extent.CHECK) {
            PAGE.put(row);
            return;
        }
        Assertions.assertThat(PAGE.rows().stream().filter(row::hasKeyOf).map(Row::verdict))
                .as("%s has the row (add it with -Dconformance=write): %s", PAGE.file(), row.line())
                .containsExactly(verdict);
    }
}
