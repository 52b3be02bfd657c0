package io.portsicle.agent.connect;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.portsicle.agent.dial.OffLoop;

/// Where some of an agent's links live: their event loop, the attempts that open them there, and
/// who serves their streams. Immutable, any thread.
public record Lane(EventLoop loop, Attempts attempts, StreamTaker streams) {
    /// A lane whose links lead to the relay of the settings.
    public static Lane to(
            ConnectSettings settings,
            EventLoop loop,
            Class<? extends Channel> channel,
            StreamTaker streams) {
        return new Lane(loop, new RelayAttempts(settings, loop, channel), streams);
    }

    /// Has something done on the event loop, at once where this is called there. Where the loop was
    /// shut down nobody waits for it any more.
    void run(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            OffLoop.goBack(loop, task);
        }
    }
}
