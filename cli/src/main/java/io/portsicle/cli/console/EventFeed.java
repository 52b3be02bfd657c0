package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.AgentEvent.RequestCompleted;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Carries events from the agent's loops to the one thread that writes them.
///
/// Never blocks the giver: a request beyond the pace, or beyond what may wait, is only counted.
/// Changes of state are always kept; of those that nobody reads the oldest go first.
public final class EventFeed implements Consumer<AgentEvent> {

    /// Lines a person can still follow.
    public static final int PERSON_PACE = 20;

    /// For a program: as fast as it reads.
    public static final int PROGRAM_PACE = Integer.MAX_VALUE;

    static final int WAITING_REQUESTS = 4096;
    static final int WAITING_EVENTS = WAITING_REQUESTS + 256;

    private static final int STATUS_CLASSES = 10;
    private static final long SUMMARY_MILLIS = 1000;

    private final BlockingDeque<AgentEvent> events = new LinkedBlockingDeque<>();
    private final AtomicLongArray skipped = new AtomicLongArray(STATUS_CLASSES);
    private final Pace pace;
    private final LongSupplier nanoClock;

    private long nextSummaryNanos; // of the writing thread

    public EventFeed(int requestsPerSecond) {
        this(requestsPerSecond, System::nanoTime);
    }

    EventFeed(int requestsPerSecond, LongSupplier nanoClock) {
        this.pace = new Pace(requestsPerSecond, nanoClock);
        this.nanoClock = nanoClock;
        this.nextSummaryNanos = nanoClock.getAsLong();
    }

    /// Takes an event from any thread.
    @Override
    public void accept(AgentEvent event) {
        if (event instanceof RequestCompleted request && !hasRoomForRequest()) {
            skipped.incrementAndGet(request.status() / 100 % STATUS_CLASSES);
            return;
        }
        if (events.size() >= WAITING_EVENTS) {
            events.pollFirst();
        }
        events.addLast(event);
    }

    private boolean hasRoomForRequest() {
        return events.size() < WAITING_REQUESTS && pace.admits();
    }

    /// Writes events as they come, until the last one, which it returns.
    public Ended writeTo(EventWriter writer) throws InterruptedException {
        long patience = SUMMARY_MILLIS;
        while (true) {
            AgentEvent event = events.poll(patience, TimeUnit.MILLISECONDS);
            if (event instanceof Ended ended) {
                writeSkipped(writer);
                writer.write(ended);
                return ended;
            }
            if (event != null) {
                writer.write(event);
            }
            if (nanoClock.getAsLong() - nextSummaryNanos >= 0) {
                writeSkipped(writer);
            }
            patience = Math.min(SUMMARY_MILLIS, writer.tick());
        }
    }

    private void writeSkipped(EventWriter writer) {
        nextSummaryNanos = nanoClock.getAsLong() + TimeUnit.MILLISECONDS.toNanos(SUMMARY_MILLIS);
        Map<Integer, Long> counts = new HashMap<>();
        for (int statusClass = 0; statusClass < STATUS_CLASSES; statusClass++) {
            long count = skipped.getAndSet(statusClass, 0);
            if (count > 0) {
                counts.put(statusClass, count);
            }
        }
        if (!counts.isEmpty()) {
            writer.skipped(new SkippedRequests(counts));
        }
    }
}
