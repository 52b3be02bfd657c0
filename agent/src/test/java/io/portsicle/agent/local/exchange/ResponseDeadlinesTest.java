package io.portsicle.agent.local.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

class ResponseDeadlinesTest {
    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final List<String> expired = new ArrayList<>();
    private final ResponseDeadlines deadlines;

    ResponseDeadlinesTest() {
        clock.freezeTime();
        deadlines = new ResponseDeadlines(clock.eventLoop(), Duration.ofSeconds(60));
    }

    @Test
    void eachExpiresAtItsOwnTime() {
        deadlines.start(() -> expired.add("a"));
        advance(10);
        deadlines.start(() -> expired.add("b"));
        advance(49);
        assertThat(expired).isEmpty();
        advance(1);
        assertThat(expired).containsExactly("a");
        advance(9);
        assertThat(expired).containsExactly("a");
        advance(1);
        assertThat(expired).containsExactly("a", "b");
    }

    @Test
    void aLiftedDeadlineNeverExpires() {
        ResponseDeadlines.Deadline first = deadlines.start(() -> expired.add("a"));
        ResponseDeadlines.Deadline second = deadlines.start(() -> expired.add("b"));
        deadlines.start(() -> expired.add("c"));
        second.lift();
        second.lift();
        first.lift();
        advance(60);
        assertThat(expired).containsExactly("c");
    }

    @Test
    void aNewOneMayBeginWhenOneExpires() {
        deadlines.start(() -> deadlines.start(() -> expired.add("again")));
        advance(60);
        assertThat(expired).isEmpty();
        advance(60);
        assertThat(expired).containsExactly("again");
    }

    @Test
    void whereNoneIsLeftNoTimerRuns() {
        deadlines.start(() -> expired.add("a")).lift();
        advance(60);
        assertThat(clock.runScheduledPendingTasks()).isEqualTo(-1);
        deadlines.start(() -> expired.add("b"));
        advance(60);
        assertThat(expired).containsExactly("b");
    }

    private void advance(int seconds) {
        clock.advanceTimeBy(seconds, TimeUnit.SECONDS);
        clock.runScheduledPendingTasks();
    }
}
