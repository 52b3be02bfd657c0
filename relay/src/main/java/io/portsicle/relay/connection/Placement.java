package io.portsicle.relay.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Chooses event loops. A link goes to the next one in turn, and stays there; a new visitor goes
/// where the last ones had to move to, because the busiest session is the likeliest: then it need
/// not move, which for a short connection is half of its cost. Where that session has links on
/// several loops, new visitors go to each in turn.
///
/// While visitors come for one request each, they all start on one of these loops, where they are
/// accepted if possible: what many do in one turn of one loop costs less than turns of several that
/// wake each other. Streams that pile up on one link move visitors on, and that ends it.
///
/// Visitors who stay share the first link of their session, as long as one event loop could do the
/// work of all.
///
/// Any thread. A wrong guess costs what no guess would cost: one move.
public final class Placement implements EventExecutorChooserFactory {
    private final ShortVisits shortVisits;
    private final AtomicInteger linkTurn = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final CpuShares shares;
    private EventExecutor[] loops = {};

    /// Where links are that visitors ask for; none as long as nobody had to move. Replaced, never
    /// changed.
    private volatile EventExecutor[] likely = {};

    /// Knows nothing yet.
    public Placement() {
        this(System::nanoTime, CpuShares.ofThread());
    }

    /// `cpu` is what the asking thread has taken, both in nanoseconds.
    Placement(LongSupplier clock, LongSupplier cpu) {
        this.shortVisits = new ShortVisits(clock);
        this.shares = new CpuShares(clock, cpu);
    }

    /// Called once, by the group that the loops belong to.
    @Override
    public EventExecutorChooser newChooser(EventExecutor[] executors) {
        loops = executors.clone();
        return this::forConnection;
    }

    /// All event loops.
    public List<EventLoop> loops() {
        return Arrays.stream(loops).map(loop -> (EventLoop) loop).toList();
    }

    /// The event loop for a link: not one of those where the other links of its session are, as
    /// long as there are more. Visitors who had to move so far might not have to from now on.
    public EventLoop forLink(Set<EventLoop> others) {
        forget();
        EventLoop next = (EventLoop) inTurn(linkTurn, loops);
        for (int i = 1; i < loops.length && others.contains(next); i++) {
            next = (EventLoop) inTurn(linkTurn, loops);
        }
        return next;
    }

    /// A visitor had to move from one event loop to another, because the link that it asks for is
    /// elsewhere only, or because the link of the same session that is here, too, was too busy.
    public void moved(EventLoop from, EventLoop to, boolean isAlsoFrom) {
        shortVisits.end();
        if (isAlsoFrom && oneLoopIsEnough()) {
            // It went where the others are: that says nothing of where new ones had better start.
            return;
        }
        if (isLikely(to) && (isAlsoFrom || !isLikely(from))) {
            return;
        }
        learn(from, to, isAlsoFrom);
    }

    /// A second has passed on an event loop that visitors are on. On that loop.
    public void second(EventLoop loop) {
        shares.measure(loop);
    }

    /// Whether visitors who stay had better be together: all event loops do less than one could.
    public boolean oneLoopIsEnough() {
        return shares.oneIsEnough();
    }

    /// A visitor came for one request.
    public void visitWasShort() {
        shortVisits.another();
    }

    /// A visitor stays for more than one request, or costs more than that.
    public void visitIsLong() {
        shortVisits.end();
    }

    private synchronized void forget() {
        likely = new EventExecutor[0];
    }

    private synchronized void learn(EventLoop from, EventLoop to, boolean isAlsoFrom) {
        Set<EventExecutor> now = new LinkedHashSet<>(Arrays.asList(likely));
        if (!isAlsoFrom) {
            now.remove(from);
        }
        now.add(to);
        likely = now.toArray(EventExecutor[]::new);
    }

    private boolean isLikely(EventLoop loop) {
        return Arrays.asList(likely).contains(loop);
    }

    private EventExecutor forConnection() {
        EventExecutor[] learnt = likely;
        EventExecutor[] among = learnt.length == 0 ? loops : learnt;
        return shortVisits.areExpected() ? nearest(among) : inTurn(turn, among);
    }

    private static EventExecutor nearest(EventExecutor[] among) {
        for (EventExecutor loop : among) {
            if (loop.inEventLoop()) {
                return loop;
            }
        }
        return among[0];
    }

    private static EventExecutor inTurn(AtomicInteger next, EventExecutor[] among) {
        return among[Math.floorMod(next.getAndIncrement(), among.length)];
    }
}
