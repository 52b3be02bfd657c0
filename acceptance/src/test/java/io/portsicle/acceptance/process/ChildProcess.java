package io.portsicle.acceptance.process;

import static org.awaitility.Awaitility.await;

import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program that a test started. It is ended by its handle, never by its name.
public final class ChildProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final OutputLines out;
    private final OutputLines err;

    private ChildProcess(Process process, String name) {
        this.process = process;
        this.out = OutputLines.of(process.getInputStream(), name + " stdout");
        this.err = OutputLines.of(process.getErrorStream(), name + " stderr");
    }

    public static ChildProcess start(List<String> command) {
        return start(command, Map.of());
    }

    public static ChildProcess start(List<String> command, Map<String, String> environment) {
        return start(command, environment, Path.of("").toAbsolutePath());
    }

    public static ChildProcess start(
            List<String> command, Map<String, String> environment, Path directory) {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("PORTSICLE_"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new ChildProcess(process, Path.of(command.getFirst()).getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// What the program has said on standard output so far.
    public List<String> out() {
        return out.lines();
    }

    /// What the program has said on standard error so far.
    public List<String> err() {
        return err.lines();
    }

    /// The first line of standard output with this beginning, waited for; fails at once when the
    /// program ends without it.
    public String awaitLine(String beginning) {
        return awaitLine(beginning, PATIENCE);
    }

    public String awaitLine(String beginning, Duration patience) {
        return awaitLine(out, beginning, patience);
    }

    /// The same for standard error.
    public String awaitErrorLine(String beginning) {
        return awaitLine(err, beginning, PATIENCE);
    }

    /// Waits for the program's end and both ends of its output.
    public int awaitExit() {
        return awaitExit(PATIENCE);
    }

    public int awaitExit(Duration patience) {
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + patience + ": " + this);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        await("the end of the output").until(() -> out.isEnded() && err.isEnded());
        return process.exitValue();
    }

    /// SIGINT: what Ctrl-C sends.
    public void interrupt() {
        signal("INT");
    }

    /// SIGTERM: what a service manager sends.
    public void terminate() {
        signal("TERM");
    }

    /// SIGSTOP: the program freezes, its connections stay open.
    public void freeze() {
        signal("STOP");
    }

    /// SIGCONT: a frozen program goes on.
    public void thaw() {
        signal("CONT");
    }

    /// SIGKILL: the program gets no chance to say goodbye.
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /// Ends the program with all that it started: a build whose caller ignores SIGHUP hands that on
    /// to what it starts, so that a program in a pseudo-terminal outlives its terminal.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit();
    }

    @Override
    public String toString() {
        return "%s\n  stdout: %s\n  stderr: %s"
                .formatted(process.info().commandLine(), out(), err());
    }

    private String awaitLine(OutputLines output, String beginning, Duration patience) {
        try {
            return await().atMost(patience)
                    .until(() -> lineOrEnd(output, beginning), Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "no line '%s' within %s from %s".formatted(beginning, patience, this), e);
        }
    }

    private Optional<String> lineOrEnd(OutputLines output, String beginning) {
        boolean isEnded = output.isEnded();
        Optional<String> line =
                output.lines().stream().filter(text -> text.startsWith(beginning)).findFirst();
        if (line.isEmpty() && isEnded) {
            throw new AssertionError("ended without a line '%s': %s".formatted(beginning, this));
        }
        return line;
    }

    void signal(String name) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO();
            if (kill.start().waitFor() != 0) {
                throw new AssertionError("kill -" + name + " failed for " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
