package io.portsicle.cli.console;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where the program writes: results to `out`, everything else to `err`, and what `out` is.
///
/// Both are UTF-8; callers flush after each line that someone may wait for.
public record Streams(PrintStream out, PrintStream err, Kind kind) {

    /// What stands behind standard output.
    public enum Kind {
        /// A file, a pipe, a service manager.
        PIPE,
        /// A person without colours: `NO_COLOR` is set, or `TERM` is `dumb`.
        MONOCHROME_TERMINAL,
        /// A person.
        TERMINAL;

        /// Whether a person looks on.
        public boolean isTerminal() {
            return this != PIPE;
        }
    }

    /// The streams of this process.
    public static Streams ofProcess(Map<String, String> environment) {
        return new Streams(
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                kind(isTerminal(), environment));
    }

    /// Colours follow <https://no-color.org>: any non-empty `NO_COLOR` switches them off.
    static Kind kind(boolean isTerminal, Map<String, String> environment) {
        if (!isTerminal) {
            return Kind.PIPE;
        }
        boolean isPlain =
                !environment.getOrDefault("NO_COLOR", "").isEmpty()
                        || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return isPlain ? Kind.MONOCHROME_TERMINAL : Kind.TERMINAL;
    }

    /// Since JDK 25 the console of java.base is the default again, and there is none without a
    /// terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
