package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentEvent.Cause;
import io.portsicle.agent.AgentEvent.Disconnected;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.cli.console.Streams.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(10)
class EventFeedTest {

    private static final Ended END = new Ended(Cause.CLOSED, "closed");

    private final Screen screen = new Screen();
    private final JsonWriter writer =
            new JsonWriter(screen.streams(Kind.PIPE), Screen.BEYOND, Screen.NOON);
    private final AtomicLong nanoClock = new AtomicLong();

    @Test
    void eventsComeOutInOrderUntilTheLastOne() throws InterruptedException {
        EventFeed feed = new EventFeed(EventFeed.PROGRAM_PACE);

        feed.accept(request(200));
        feed.accept(lost("a"));
        feed.accept(END);

        assertThat(feed.writeTo(writer)).isEqualTo(END);
        assertThat(screen.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"type\":\"request\""),
                        line -> assertThat(line).contains("\"type\":\"disconnected\""),
                        line -> assertThat(line).contains("\"type\":\"ended\""));
    }

    @Test
    void requestsBeyondThePaceOfOneSecondAreCounted() throws InterruptedException {
        EventFeed feed = new EventFeed(2, nanoClock::get);

        offer(feed, request(200), 5);
        nanoClock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        offer(feed, request(404), 1);
        feed.accept(END);
        feed.writeTo(writer);

        String out = screen.out();
        assertThat(out.lines().filter(line -> line.contains("\"type\":\"request\""))).hasSize(3);
        assertThat(out).contains("\"type\":\"requests-skipped\"", "\"count\":3");
    }

    @Test
    void aReaderWhoStallsCostsABoundedNumberOfRequests() throws InterruptedException {
        EventFeed feed = new EventFeed(EventFeed.PROGRAM_PACE, nanoClock::get);

        offer(feed, request(200), EventFeed.WAITING_REQUESTS + 100);
        feed.accept(END);
        feed.writeTo(writer);

        assertThat(screen.out())
                .contains("\"type\":\"requests-skipped\"", "\"count\":100", "\"type\":\"ended\"");
    }

    @Test
    void ofChangesThatNobodyReadsTheOldestGoFirst() throws InterruptedException {
        EventFeed feed = new EventFeed(EventFeed.PERSON_PACE, nanoClock::get);

        feed.accept(lost("oldest"));
        offer(feed, lost("later"), EventFeed.WAITING_EVENTS);
        feed.accept(END);
        feed.writeTo(writer);

        assertThat(screen.out()).doesNotContain("oldest").contains("\"type\":\"ended\"");
    }

    private static void offer(EventFeed feed, AgentEvent event, int times) {
        for (int i = 0; i < times; i++) {
            feed.accept(event);
        }
    }

    private static RequestCompleted request(int status) {
        return new RequestCompleted("GET", "/", status, 0, 0, Duration.ZERO);
    }

    private static Disconnected lost(String reason) {
        return new Disconnected(reason, Duration.ofSeconds(1));
    }
}
