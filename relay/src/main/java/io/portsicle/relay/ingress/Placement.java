package io.portsicle.relay.ingress;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Chooses event loops. A link goes to the next one in turn, and stays there; a new visitor goes
/// where the last one had to move to, because the busiest session is the likeliest: then it need
/// not move, which for a short connection is half of its cost.
///
/// Any thread. A wrong guess costs what no guess would cost: one move.
public final class Placement implements EventExecutorChooserFactory {
    private final AtomicInteger linkTurn = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private EventExecutor[] loops = {};
    private volatile @Nullable EventExecutor guess;

    /// Called once, by the group that the loops belong to.
    @Override
    public EventExecutorChooser newChooser(EventExecutor[] executors) {
        loops = executors.clone();
        return this::forConnection;
    }

    /// All event loops.
    List<EventLoop> loops() {
        return Arrays.stream(loops).map(loop -> (EventLoop) loop).toList();
    }

    /// The event loop for a link: not one of those where the other links of its session are, as
    /// long as there are more.
    EventLoop forLink(Set<EventLoop> others) {
        EventLoop next = (EventLoop) inTurn(linkTurn);
        for (int i = 1; i < loops.length && others.contains(next); i++) {
            next = (EventLoop) inTurn(linkTurn);
        }
        return next;
    }

    /// A visitor had to move there.
    void moved(EventLoop to) {
        if (guess != to) {
            guess = to;
        }
    }

    private EventExecutor forConnection() {
        EventExecutor guessed = guess;
        return guessed == null ? inTurn(turn) : guessed;
    }

    private EventExecutor inTurn(AtomicInteger next) {
        return loops[Math.floorMod(next.getAndIncrement(), loops.length)];
    }
}
