package io.portsicle.tunnel;

import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.util.IntSupplier;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// When an event loop looks again and again for what is ready, instead of sleeping: while it is the
/// only one of the process with anything to do, a core is free, and what comes next has always come
/// soon. That is one request after the other over a short path, whose time is mostly that of cores
/// that fall asleep and wake up. Between two looks others may have the core.
///
/// Each event loop has one, which is for its thread alone.
final class BusyPoll implements SelectStrategy {
    /// What "soon" is: the longest turn from one look that found something to the next. It looks in
    /// vain for as long.
    static final long SOON_NANOS = 100_000;

    /// As many turns in a row were short before it looks for a free core.
    static final int SHORT_TURNS = 16;

    /// In as many turns in a row it looks for one: whom it has just written to may be waking up.
    static final int TRIES = 4;

    /// Where no core was free, it does not ask again for this long.
    static final long REST_NANOS = 40_000_000;

    /// As many turns at most: then it sleeps for a few, and looks for a free core again.
    static final int TURNS_AT_ONCE = 1024;

    private static final AtomicReference<@Nullable BusyPoll> BUSY_IN_THE_PROCESS =
            new AtomicReference<>();

    private final AtomicReference<@Nullable BusyPoll> busy;
    private final LongSupplier clock;
    private final BooleanSupplier freeCore;

    private boolean polls;
    private boolean looks;
    private int shortTurns;
    private long turnedAt;
    private long restsSince;

    /// `busy` holds the loop whose turn was the last of all that share it; `clock` counts
    /// nanoseconds.
    BusyPoll(
            AtomicReference<@Nullable BusyPoll> busy,
            LongSupplier clock,
            BooleanSupplier freeCore) {
        this.busy = busy;
        this.clock = clock;
        this.freeCore = freeCore;
        restsSince = clock.getAsLong();
    }

    /// For the loops of this process.
    static SelectStrategyFactory factory() {
        return () -> new BusyPoll(BUSY_IN_THE_PROCESS, System::nanoTime, FreeCore::isThere);
    }

    @Override
    public int calculateStrategy(IntSupplier ready, boolean hasTasks) throws Exception {
        if (hasTasks) {
            looks = false;
            return ready.get();
        }
        long now = clock.getAsLong();
        if (looks) {
            polls = now - turnedAt <= SOON_NANOS && busy.get() == this;
            shortTurns = polls ? shortTurns : 0;
        } else {
            turned(now);
        }
        looks = polls;
        return looks ? look(ready) : SELECT;
    }

    private void turned(long now) {
        boolean alone = busy.get() == this;
        if (!alone) {
            busy.set(this);
        }
        boolean soon = now - turnedAt <= SOON_NANOS && now - restsSince >= REST_NANOS;
        shortTurns = alone && soon && shortTurns < TURNS_AT_ONCE ? shortTurns + 1 : 0;
        turnedAt = now;
        polls = shortTurns > 0 && (polls || begins(now));
    }

    private boolean begins(long now) {
        if (shortTurns < SHORT_TURNS) {
            return false;
        }
        if (freeCore.getAsBoolean()) {
            return true;
        }
        if (shortTurns >= SHORT_TURNS + TRIES - 1) {
            restsSince = now;
        }
        return false;
    }

    /// Zero lets the loop run tasks and timers, and ask again.
    @SuppressWarnings("ThreadPriorityCheck") // slower without the yield, never wrong
    private int look(IntSupplier ready) throws Exception {
        int found = ready.get();
        if (found > 0) {
            looks = false;
        } else {
            Thread.yield();
        }
        return found;
    }
}
