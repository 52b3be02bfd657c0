package io.portsicle.tunnel;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// One object for each event loop, made when it is first asked for. Each is for the thread of its
/// loop alone.
public final class PerLoop<T> {
    private final FastThreadLocal<@Nullable Held<T>> ofThread = new FastThreadLocal<>();
    private final Function<EventLoop, T> maker;

    /// `maker` makes the one of a loop, on its thread.
    public PerLoop(Function<EventLoop, T> maker) {
        this.maker = maker;
    }

    /// The one of `loop`, which runs this code.
    public T of(EventLoop loop) {
        assert loop.inEventLoop();
        Held<T> held = ofThread.get();
        // A thread may run one loop after the other, as those of embedded channels.
        if (held == null || held.loop() != loop) {
            held = new Held<>(loop, maker.apply(loop));
            ofThread.set(held);
        }
        return held.object();
    }

    private record Held<T>(EventLoop loop, T object) {}
}
