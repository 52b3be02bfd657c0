package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class EventDeliveryTest {
    private static final AgentEvent.RequestCompleted REQUEST =
            new AgentEvent.RequestCompleted("GET", "/", 200, 0, 0, Duration.ZERO);
    private static final AgentEvent.Ended ENDED =
            new AgentEvent.Ended(AgentEvent.Cause.CLOSED, "closed");

    private final List<AgentEvent> told = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Void> last = new CompletableFuture<>();

    @Test
    void eventsComeInOrderAndNothingAfterTheLast() {
        EventDelivery events = new EventDelivery(told::add);
        AgentEvent first = new AgentEvent.LocalServerBack("a");
        AgentEvent second = new AgentEvent.LocalServerBack("b");
        events.deliver(first);
        events.deliverRequest(REQUEST);
        events.deliver(second);
        events.deliverLast(ENDED, () -> last.complete(null));
        events.deliver(first);
        events.deliverRequest(REQUEST);
        awaitLast();
        assertThat(told).containsExactly(first, REQUEST, second, ENDED);
    }

    @Test
    void aListenerThatIsTooSlowMissesRequestsButNothingElse() {
        CountDownLatch release = new CountDownLatch(1);
        EventDelivery events =
                new EventDelivery(
                        event -> {
                            awaitQuietly(release);
                            told.add(event);
                        });
        events.deliver(new AgentEvent.LocalServerBack("a"));
        for (int i = 0; i < 2 * EventDelivery.MOST_WAITING_REQUESTS; i++) {
            events.deliverRequest(REQUEST);
        }
        events.deliverLast(ENDED, () -> last.complete(null));
        release.countDown();
        awaitLast();
        assertThat(told).hasSize(EventDelivery.MOST_WAITING_REQUESTS + 2).endsWith(ENDED);
    }

    @Test
    void aListenerThatFailsHearsTheNextEvent() {
        EventDelivery events =
                new EventDelivery(
                        event -> {
                            told.add(event);
                            throw new IllegalStateException("listener");
                        });
        events.deliver(REQUEST);
        events.deliverLast(ENDED, () -> last.complete(null));
        awaitLast();
        assertThat(told).containsExactly(REQUEST, ENDED);
    }

    private void awaitLast() {
        last.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
