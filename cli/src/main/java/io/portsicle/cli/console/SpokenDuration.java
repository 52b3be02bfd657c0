package io.portsicle.cli.console;

import java.time.Duration;
import java.util.Locale;

/// Time as a person says it: `0.5 s`, `15 s`, `2 min 5 s`, `1 h 20 min`.
final class SpokenDuration {

    private static final long SHOWS_TENTHS_BELOW_SECONDS = 10;

    private SpokenDuration() {}

    static String of(Duration time) {
        if (time.compareTo(Duration.ofSeconds(SHOWS_TENTHS_BELOW_SECONDS)) < 0) {
            return tenths(time);
        }
        if (time.toHours() > 0) {
            return two(time.toHours(), "h", time.toMinutesPart(), "min");
        }
        return time.toMinutes() > 0
                ? two(time.toMinutes(), "min", time.toSecondsPart(), "s")
                : time.toSeconds() + " s";
    }

    /// Whole seconds, for a number that counts.
    static String inSeconds(Duration time) {
        return of(Duration.ofSeconds(Math.max(0, time.toSeconds())));
    }

    /// When something comes that is that far away: `in 2 s`, or `at once`.
    static String in(Duration wait) {
        String time = of(wait);
        return time.equals("0 s") ? "at once" : "in " + time;
    }

    private static String tenths(Duration time) {
        long tenths = Math.max(0, (time.toMillis() + 50) / 100);
        return tenths % 10 == 0
                ? tenths / 10 + " s"
                : String.format(Locale.ROOT, "%d.%d s", tenths / 10, tenths % 10);
    }

    private static String two(long more, String unit, int less, String smallerUnit) {
        return less == 0
                ? "%d %s".formatted(more, unit)
                : "%d %s %d %s".formatted(more, unit, less, smallerUnit);
    }
}
