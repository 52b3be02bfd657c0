package io.portsicle.agent.connect;

import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The place of one link of the session: empty, with a search that runs or is due, or with a link
/// that takes requests. On the connector's event loop, but for [#number()] and [#onLoop(Runnable)].
final class Slot {
    /// A link that lived that long was a good one: the next attempts start without patience.
    static final Duration STABLE = Duration.ofSeconds(5);

    private final int number;
    private final Connector connector;
    private final Lane lane;
    private final Backoff backoff;
    private final QuickReturns quickReturns;

    private @Nullable Search search;
    private @Nullable Line line;
    private @Nullable Future<?> due;
    private Duration retryIn = Duration.ZERO;

    Slot(int number, Connector connector, Lane lane, Backoff backoff) {
        this.number = number;
        this.connector = connector;
        this.lane = lane;
        this.backoff = backoff;
        this.quickReturns = new QuickReturns(connector.loop().ticker());
    }

    int number() {
        return number;
    }

    void onLoop(Runnable task) {
        connector.home().run(task);
    }

    /// Whose slot it is.
    Connector connector() {
        return connector;
    }

    /// How long the wait is that began last.
    Duration retryIn() {
        return retryIn;
    }

    /// Gets a link, unless there is one or one is searched for.
    void fill() {
        if (search == null && line == null && due == null) {
            begin();
        }
    }

    /// Gets a link without waiting any longer.
    void hurry() {
        if (due != null) {
            cancelDue();
            begin();
        }
    }

    /// Gets a link after a pause that grows with each failure. A search that runs goes on.
    void fillLater() {
        if (search == null && line == null) {
            fillIn(backoff.next());
        }
    }

    /// The same for a session that has no link at all: a wait that has grown long is begun anew.
    void fillSoon() {
        boolean isSoon = due != null && retryIn.compareTo(Backoff.FIRST) <= 0;
        if (!isSoon) {
            fillLater();
        }
    }

    void fillIn(Duration time) {
        cancelDue();
        retryIn = time;
        due = connector.loop().schedule(this::begin, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Gives up what is searched for; a link that is there stays.
    void rest() {
        cancelDue();
        if (search != null) {
            search.abandon();
            search = null;
        }
    }

    /// Whether `gone` was the link of this slot; then the slot is empty.
    boolean release(Line gone) {
        if (gone != line) {
            return false;
        }
        line = null;
        return true;
    }

    /// A link that had carried requests is gone: the next wait is short, unless that happens all
    /// the time, because a relay that takes agents and drops them must not be asked twice a second.
    void forgetFailuresAfter(Line gone) {
        if (gone.livedFor(STABLE) || quickReturns.take()) {
            backoff.reset();
        }
    }

    void found(Search by, Line found) {
        if (by != search) {
            found.close();
            return;
        }
        search = null;
        line = found;
        connector.found(found);
    }

    void failed(Search by, UpgradeOutcome outcome) {
        if (by == search) {
            search = null;
            connector.failed(this, outcome);
        }
    }

    private void begin() {
        due = null;
        Search next = new Search(this, lane);
        search = next;
        next.begin(connector.registration());
    }

    private void cancelDue() {
        if (due != null) {
            due.cancel(false);
            due = null;
        }
    }
}
