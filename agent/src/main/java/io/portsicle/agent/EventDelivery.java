package io.portsicle.agent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Hands events to the user's listener, in order, on a virtual thread: a listener that waits, for a
/// terminal that is paused for example, must not hold up visitors. Any thread: the loops of an
/// agent share it.
final class EventDelivery {
    /// Request events that may wait; with more the listener is too slow for them, and they are
    /// dropped. Other events are few and always wait.
    static final int MOST_WAITING_REQUESTS = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);

    private final Consumer<AgentEvent> listener;
    private final AtomicInteger waitingRequests = new AtomicInteger();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("portsicle-events").factory());

    private boolean over;

    EventDelivery(Consumer<AgentEvent> listener) {
        this.listener = listener;
    }

    /// Delivers an event after those before it; nothing after the last one.
    synchronized void deliver(AgentEvent event) {
        if (!over) {
            thread.execute(() -> tell(event));
        }
    }

    /// Delivers a request's event, unless too many wait already.
    synchronized void deliverRequest(AgentEvent.RequestCompleted event) {
        if (over) {
            return;
        }
        if (waitingRequests.incrementAndGet() > MOST_WAITING_REQUESTS) {
            waitingRequests.decrementAndGet();
            return;
        }
        thread.execute(
                () -> {
                    waitingRequests.decrementAndGet();
                    tell(event);
                });
    }

    /// Delivers the last event, then runs `after`.
    synchronized void deliverLast(AgentEvent.Ended event, Runnable after) {
        thread.execute(
                () -> {
                    tell(event);
                    after.run();
                });
        thread.shutdown();
        over = true;
    }

    private void tell(AgentEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("event", event).log("event listener failed");
        }
    }
}
