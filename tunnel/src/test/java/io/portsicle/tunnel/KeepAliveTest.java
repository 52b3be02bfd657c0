package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// A clock that stands still until it is moved.
class KeepAliveTest {
    private static final int FIRST_PINGS = 3;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Long> pings = new ArrayList<>();
    private boolean isUsed;
    private int deaths;
    private final KeepAlive keepAlive = keepAlive(pings::add, () -> isUsed, () -> deaths++);

    @BeforeEach
    void start() {
        channel.freezeTime();
        keepAlive.start();
    }

    @AfterEach
    void stop() {
        keepAlive.stop();
        channel.finishAndReleaseAll();
    }

    @Test
    void aPeerThatAnswersEveryPingIsKept() {
        int answered = 0;
        for (int second = 0; second < 600; second++) {
            if (pings.size() > answered) {
                answered = pings.size();
                answer();
            }
            pass(1);
        }

        assertThat(deaths).isZero();
        assertThat(pings).hasSizeGreaterThan(40);
    }

    @Test
    void silenceIsAskedAboutAndThenGivenUp() {
        isUsed = true;
        answerFirst();
        pass(4);
        assertThat(pings).hasSize(FIRST_PINGS);
        pass(1);
        assertThat(pings).hasSize(FIRST_PINGS + 1);
        pass(9);
        assertThat(deaths).isZero();
        pass(1);
        assertThat(deaths).isEqualTo(1);
    }

    @Test
    void aLinkAtRestIsAskedFiveSecondsLaterAndGivenUpNoLater() {
        answerFirst();
        pass(9);
        assertThat(pings).hasSize(FIRST_PINGS);
        pass(1);
        assertThat(pings).hasSize(FIRST_PINGS + 1);
        pass(4);
        assertThat(deaths).isZero();
        pass(1);
        assertThat(deaths).isEqualTo(1);
    }

    @Test
    void anyByteIsASignOfLife() {
        answerFirst();
        for (int second = 0; second < 14; second++) {
            pass(1);
            keepAlive.heard();
        }

        assertThat(pings).hasSize(FIRST_PINGS);
        assertThat(deaths).isZero();
    }

    @Test
    void aPeerThatIsNeverSilentIsAskedOnlyToMeasureTheRoundTrip() {
        isUsed = true;
        answerFirst();
        for (int second = 0; second < 60; second++) {
            pass(1);
            answer();
        }

        assertThat(pings).hasSizeBetween(FIRST_PINGS + 2, FIRST_PINGS + 4);
    }

    @Test
    void aLinkAtRestCarriesThePingsOfOneSideOnly() {
        answerFirst();
        for (int second = 0; second < 60; second++) {
            pass(1);
            if (second % 4 == 0) {
                keepAlive.heard(); // the other side's PING
            }
        }

        assertThat(pings).hasSize(FIRST_PINGS);
    }

    @Test
    void oneOfManyLinksIsGivenUpNoLaterThanAnyOther() {
        List<KeepAlive> others = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            KeepAlive other = keepAlive(number -> {}, () -> false, () -> deaths++);
            other.start();
            others.add(other);
        }
        int steps = 0;
        while (deaths < 251 && steps++ < 150) {
            channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }

        assertThat(steps).isBetween(140, 150);
        others.forEach(KeepAlive::stop);
    }

    @Test
    void aDoubtedPeerIsGivenUpSoonUnlessItSaysAnything() {
        answerFirst();
        pass(1);
        keepAlive.probe(Duration.ofSeconds(2));
        assertThat(pings).hasSize(FIRST_PINGS + 1);
        pass(1);
        keepAlive.heard();
        pass(5);
        assertThat(deaths).isZero();

        keepAlive.probe(Duration.ofSeconds(2));
        pass(1);
        assertThat(deaths).isZero();
        pass(1);
        assertThat(deaths).isEqualTo(1);
    }

    @Test
    void theShortestOfTheLastRoundTripsCounts() {
        assertThat(keepAlive.roundTripNanos()).isEqualTo(-1);
        answerAfter(300);
        assertThat(keepAlive.roundTripNanos()).isEqualTo(300);
        answerAfter(400);
        answerAfter(400);
        assertThat(keepAlive.roundTripNanos()).isEqualTo(300);

        pass(10);
        answerAfter(200);

        assertThat(keepAlive.roundTripNanos()).isEqualTo(200);
    }

    @Test
    void aNewPeerIsAskedThreeTimesBecauseItsFirstAnswerIsOftenLate() {
        answerAfter(50_000);
        answerAfter(300);
        answerAfter(200);

        assertThat(keepAlive.roundTripNanos()).isEqualTo(200);
        assertThat(pings).hasSize(FIRST_PINGS);
    }

    @Test
    void anAnswerToAnotherPingMeasuresNothing() {
        channel.advanceTimeBy(300, TimeUnit.NANOSECONDS);
        keepAlive.pong(pings.getLast() + 1);

        assertThat(keepAlive.roundTripNanos()).isEqualTo(-1);
    }

    private KeepAlive keepAlive(LongConsumer ping, BooleanSupplier isUsed, Runnable onDead) {
        return new KeepAlive(
                channel.eventLoop(),
                ping,
                isUsed,
                LinkConfig.RELAY,
                new SessionSilence(),
                time -> onDead.run());
    }

    private void answerFirst() {
        for (int i = 0; i < FIRST_PINGS; i++) {
            answer();
        }
    }

    private void answerAfter(long nanos) {
        channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        answer();
    }

    private void answer() {
        keepAlive.pong(pings.getLast());
        keepAlive.heard();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
