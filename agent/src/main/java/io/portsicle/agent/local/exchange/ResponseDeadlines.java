package io.portsicle.agent.local.exchange;

import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The requests that wait for a response, oldest first. All wait equally long, so the list is in
/// the order of its deadlines and one timer, for the first of them, serves all: a request costs two
/// links and no timer. Event loop only.
final class ResponseDeadlines {
    private final EventLoop loop;
    private final long limitNanos;
    private final Deadline ends = new Deadline(() -> {});
    private boolean timerRuns;

    ResponseDeadlines(EventLoop loop, Duration limit) {
        this.loop = loop;
        this.limitNanos = limit.toNanos();
        ends.earlier = ends;
        ends.later = ends;
    }

    /// Runs `expired` when the limit has passed, unless the deadline is lifted first.
    Deadline start(Runnable expired) {
        Deadline deadline = new Deadline(expired);
        deadline.atNanos = loop.ticker().nanoTime() + limitNanos;
        deadline.insertBefore(ends);
        if (!timerRuns) {
            sweepAfter(limitNanos);
        }
        return deadline;
    }

    private void sweepAfter(long nanos) {
        timerRuns = true;
        loop.schedule(this::sweep, nanos, TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        timerRuns = false;
        long now = loop.ticker().nanoTime();
        Deadline first = ends.later();
        while (first != ends && first.atNanos - now <= 0) {
            first.lift();
            first.expired.run();
            first = ends.later();
        }
        if (first != ends && !timerRuns) {
            sweepAfter(first.atNanos - now);
        }
    }

    /// One request's place in the list.
    static final class Deadline {
        private final Runnable expired;
        private long atNanos;
        private @Nullable Deadline earlier;
        private @Nullable Deadline later;

        private Deadline(Runnable expired) {
            this.expired = expired;
        }

        /// Takes it from the list; twice does no harm.
        void lift() {
            Deadline before = earlier;
            Deadline behind = later;
            if (before != null && behind != null) {
                before.later = behind;
                behind.earlier = before;
                earlier = null;
                later = null;
            }
        }

        private Deadline later() {
            return Objects.requireNonNull(later);
        }

        private void insertBefore(Deadline next) {
            Deadline last = Objects.requireNonNull(next.earlier);
            earlier = last;
            later = next;
            last.later = this;
            next.earlier = this;
        }
    }
}
