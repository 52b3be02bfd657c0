package io.portsicle.acceptance.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;

/// What tests measured beside what they assert, a line each in `target/figures.txt`: where the
/// figures of docs/reliability.md come from.
public final class Figures {
    private static final Path FILE = Path.of("target", "figures.txt");

    private Figures() {}

    public static synchronized void note(String what, String figure) {
        String line = what + ": " + figure + "\n";
        try {
            Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Seconds with two decimals.
    public static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }
}
