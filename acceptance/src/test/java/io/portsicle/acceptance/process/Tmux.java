package io.portsicle.acceptance.process;

import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A terminal that a test types into and reads from: a shell in a tmux of its own.
public final class Tmux implements AutoCloseable {
    /// What the shell says when it waits for a command.
    public static final String PROMPT = "ready>";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path tmux = Tool.require("tmux");
    private final Path folder;

    private Tmux(int columns, int rows) {
        this.folder = newFolder();
        run(
                "new-session -d -x %d -y %d".formatted(columns, rows).split(" "),
                "env PS1='%s ' TERM=screen-256color NO_COLOR= sh".formatted(PROMPT));
        awaitScreen("a prompt", lines -> lines.contains(PROMPT));
    }

    /// A terminal of that size, where the shell waits.
    public static Tmux start(int columns, int rows) {
        return new Tmux(columns, rows);
    }

    /// The shell's folder: what it redirects to is found here.
    public Path folder() {
        return folder;
    }

    /// Makes `sh NAME` start the program with these arguments.
    public void script(String name, List<String> arguments) {
        String command =
                Portsicle.command(arguments).stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "));
        try {
            Files.writeString(folder.resolve(name), "exec " + command + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Types a line.
    public void type(String line) {
        run(new String[] {"send-keys", "-l"}, line);
        press("Enter");
    }

    /// Presses a key, as tmux names it: `C-c`, `Enter`.
    public void press(String key) {
        run(new String[] {"send-keys"}, key);
    }

    public void resize(int columns, int rows) {
        run("resize-window -x %d -y %d".formatted(columns, rows).split(" "));
    }

    /// The rows of the screen, without the empty ones at its end.
    public List<String> screen() {
        return lines(run("capture-pane -p".split(" ")));
    }

    /// All lines since the start, those that have left the screen included, and wrapped ones as the
    /// program wrote them.
    public List<String> history() {
        return lines(run("capture-pane -p -J -S -".split(" ")));
    }

    /// The screen, once it is as expected.
    public List<String> awaitScreen(String what, Predicate<List<String>> expected) {
        try {
            return await().atMost(PATIENCE).until(this::screen, expected);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + " is not on the screen: " + screen(), e);
        }
    }

    @Override
    public void close() {
        run("kill-server".split(" "));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String text) {
        return text.stripTrailing().lines().map(String::stripTrailing).toList();
    }

    private String run(String[] words, String... more) {
        var command = new ArrayList<>(List.of(tmux.toString(), "-u", "-f", "/dev/null"));
        command.addAll(List.of("-S", folder.resolve("socket").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of(more));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of a short path, because a socket's must be.
    private static Path newFolder() {
        try {
            return Files.createTempDirectory("terminal");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
