package io.portsicle.cli.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Turns Ctrl-C, SIGTERM and a closed terminal into a clean end with the command's own exit code;
/// the JVM's would be 130 or 143.
///
/// The signal arrives on a thread of the JVM. It asks the command to end, waits for its exit code,
/// but not for ever, and halts with it.
public final class Interruption {

    private static final long LONGEST_GOODBYE_SECONDS = 20;

    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final Consumer<Thread> hooks;
    private final IntConsumer halt;

    Interruption(Consumer<Thread> hooks, IntConsumer halt) {
        this.hooks = hooks;
        this.halt = halt;
    }

    /// The signals of this process.
    public static Interruption ofProcess() {
        Runtime runtime = Runtime.getRuntime();
        return new Interruption(runtime::addShutdownHook, runtime::halt);
    }

    /// Has `goodbye` called, on the JVM's thread, when the program is asked to end while it still
    /// runs.
    void onAsked(Runnable goodbye) {
        hooks.accept(new Thread(() -> end(goodbye), "goodbye"));
    }

    /// Tells that the command is over, in whatever way.
    public void ended(int code) {
        ended.complete(code);
    }

    private void end(Runnable goodbye) {
        if (!ended.isDone()) {
            goodbye.run();
        }
        halt.accept(exitCode());
    }

    private int exitCode() {
        try {
            return ended.get(LONGEST_GOODBYE_SECONDS, TimeUnit.SECONDS);
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
