package io.portsicle.agent.dial;

import io.netty.channel.EventLoop;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/// The way off an event loop, for what may block, and back.
public final class OffLoop {
    private OffLoop() {}

    /// Runs `work` on a virtual thread, and what it returns on the loop. Where the loop was shut
    /// down meanwhile nobody waits for the result any more, and it is dropped.
    public static void run(EventLoop loop, String thread, Supplier<Runnable> work) {
        Thread.ofVirtual().name(thread).start(() -> goBack(loop, work.get()));
    }

    /// The same on a thread of its own, for native calls that may block: those would hold on to one
    /// of the few threads that carry virtual ones.
    static void runNative(EventLoop loop, String thread, Supplier<Runnable> work) {
        Thread.ofPlatform().daemon().name(thread).start(() -> goBack(loop, work.get()));
    }

    /// Runs `result` on the loop, later, unless that was shut down.
    public static void goBack(EventLoop loop, Runnable result) {
        try {
            loop.execute(result);
        } catch (RejectedExecutionException e) {
            if (!loop.isShuttingDown()) {
                throw e;
            }
        }
    }
}
