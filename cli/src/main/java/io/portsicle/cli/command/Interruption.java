package io.portsicle.cli.command;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/// Turns Ctrl-C, SIGTERM and a closed terminal into a clean end with the command's own exit code;
/// the JVM's would be 130 or 143.
///
/// The signal arrives on a thread of the JVM. It asks the command to end, waits for its exit code,
/// but not for ever, and halts with it.
public final class Interruption {

    private static final Duration USUAL_GOODBYE = Duration.ofSeconds(20);

    private final CompletableFuture<@Nullable Void> asked = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final IntConsumer halt;
    private volatile Duration longestGoodbye = USUAL_GOODBYE;

    Interruption(IntConsumer halt) {
        this.halt = halt;
    }

    /// The signals of this process, from now on.
    public static Interruption ofProcess() {
        Interruption interruption = new Interruption(Runtime.getRuntime()::halt);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::signalled, "goodbye"));
        return interruption;
    }

    /// Has `goodbye` called when the program is asked to end, at once if it was already.
    void onAsked(Runnable goodbye) {
        asked.thenRun(goodbye);
    }

    /// The command may take that long to end, and the usual time more.
    void allow(Duration goodbye) {
        longestGoodbye = goodbye.plus(USUAL_GOODBYE);
    }

    /// Tells that the command is over, in whatever way.
    public void ended(int code) {
        ended.complete(code);
    }

    /// Runs when the JVM shuts down, be it that a signal came or that the command is over.
    void signalled() {
        if (!ended.isDone()) {
            asked.complete(null);
        }
        halt.accept(exitCode());
    }

    private int exitCode() {
        try {
            return ended.get(longestGoodbye.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return ExitCode.FAILURE.number();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an exit code is never a failure", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILURE.number();
        }
    }
}
