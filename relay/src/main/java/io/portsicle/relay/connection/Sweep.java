package io.portsicle.relay.connection;

import io.netty.channel.EventLoop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Looks at every visitor of one event loop once a second, instead of a timer for each of them. On
/// that loop.
public final class Sweep implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final List<Swept> visitors = new ArrayList<>();
    private final EventLoop loop;
    private final Runnable everySecond;
    private int seconds;
    private boolean isRunning;

    /// Looks after nobody yet. `everySecond` runs besides, from the first visitor on.
    public Sweep(EventLoop loop, Runnable everySecond) {
        this.loop = loop;
        this.everySecond = everySecond;
    }

    /// Seconds since the first visitor came, as a clock for all of them.
    public int seconds() {
        return seconds;
    }

    /// The first one starts the clock, and with it the thread of the event loop.
    public void join(Swept visitor) {
        if (!isRunning) {
            isRunning = true;
            loop.scheduleAtFixedRate(this, 1, 1, TimeUnit.SECONDS);
        }
        visitor.sweepSlot(visitors.size());
        visitors.add(visitor);
    }

    /// The last one takes the place of the one that leaves.
    public void leave(Swept visitor) {
        int slot = visitor.sweepSlot();
        if (slot < 0) {
            return;
        }
        visitor.sweepSlot(Swept.NOWHERE);
        Swept last = visitors.removeLast();
        if (last != visitor) {
            visitors.set(slot, last);
            last.sweepSlot(slot);
        }
    }

    /// The relay is about to close: visitors who want something are served once more.
    public void relayDrains() {
        forEach(Swept::relayDrains);
    }

    /// The relay closes: visitors who wait for nothing go at once.
    public void relayCloses() {
        forEach(Swept::relayCloses);
    }

    @Override
    public void run() {
        seconds++;
        everySecond.run();
        forEach(Swept::second);
    }

    /// From the end, because visitors leave meanwhile. A bug met with one visitor must not end the
    /// care for all.
    private void forEach(Consumer<Swept> action) {
        for (int i = visitors.size() - 1; i >= 0; i--) {
            if (i < visitors.size()) {
                try {
                    action.accept(visitors.get(i));
                } catch (RuntimeException bug) {
                    LOG.atError().setCause(bug).log("a visitor could not be looked after");
                }
            }
        }
    }
}
