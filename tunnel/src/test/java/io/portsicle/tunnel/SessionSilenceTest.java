package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Links of one session, with a clock that stands still until it is moved.
class SessionSilenceTest {
    private static final long ROUND_TRIP_MILLIS = 100;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SessionSilence session = new SessionSilence();
    private final End first = new End();
    private final End second = new End();

    @BeforeEach
    void start() {
        channel.freezeTime();
        first.keepAlive.start();
        pass(Duration.ofMillis(300));
        second.keepAlive.start();
        pass(Duration.ofSeconds(2)); // the first round trips
        first.asked = 0;
        second.asked = 0;
    }

    @AfterEach
    void stop() {
        List.of(first, second).forEach(end -> end.keepAlive.stop());
        channel.finishAndReleaseAll();
    }

    @Test
    void linksAtRestAreAskedInTurn() {
        pass(Duration.ofMinutes(10));

        assertThat(first.asked).isBetween(600 / 22, 600 / 20);
        assertThat(second.asked).isBetween(600 / 22, 600 / 20);
        assertThat(first.isDead || second.isDead).isFalse();
    }

    @Test
    void neverIsNobodyAskedForMoreThanElevenSeconds() {
        int longest = 0;
        int quiet = 0;
        for (int second = 0; second < 600; second++) {
            int before = first.asked + this.second.asked;
            pass(Duration.ofSeconds(1));
            quiet = first.asked + this.second.asked == before ? quiet + 1 : 0;
            longest = Math.max(longest, quiet);
        }

        assertThat(longest).isBetween(9, 11);
    }

    @Test
    void allLinksOfAPeerThatIsGoneAreGivenUpWithinFifteenSeconds() {
        pass(Duration.ofSeconds(35));
        first.answers = false;
        second.answers = false;
        int waited = 0;
        while (!first.isDead || !second.isDead) {
            pass(Duration.ofSeconds(1));
            waited++;
        }

        assertThat(waited).isBetween(1, 15);
        assertThat(first.patience()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(second.patience()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aDeadLinkBesideALivingOneIsGivenUpWhenItHadItsTurn() {
        first.answers = false;
        pass(Duration.ofSeconds(27));

        assertThat(first.isDead).isTrue();
        assertThat(second.isDead).isFalse();
    }

    @Test
    void aRequestOnALinkThatDiedAtRestWaitsForElevenSecondsAtMost() {
        first.answers = false;
        second.isUsed = true; // the session is never silent, so that nobody asks the first
        pass(Duration.ofSeconds(17));
        assertThat(first.asked).isZero();

        first.isUsed = true;
        pass(Duration.ofSeconds(11));

        assertThat(first.isDead).isTrue();
        assertThat(second.isDead).isFalse();
    }

    @Test
    void aLinkAtRestBesideABusyOneIsAskedEveryTwentySeconds() {
        second.isUsed = true;
        pass(Duration.ofMinutes(10));

        assertThat(first.asked).isBetween(600 / 22, 600 / 20);
    }

    @Test
    void whatOneLinkHearsSparesTheOtherItsTurn() {
        for (int second = 0; second < 60; second += 8) {
            pass(Duration.ofSeconds(8));
            first.keepAlive.heard();
        }

        assertThat(first.asked).isZero();
        assertThat(second.asked).isBetween(60 / 22, 60 / 20);
    }

    @Test
    void aLateAnswerOfALivingPeerIsWaitedFor() {
        first.answers = false;
        while (first.asked == 0) {
            pass(Duration.ofMillis(ROUND_TRIP_MILLIS));
        }
        pass(Duration.ofSeconds(3));

        first.answer();
        pass(Duration.ofSeconds(5));

        assertThat(first.isDead).isFalse();
    }

    @Test
    void whoeverIsLeftAloneAsksAsOftenAsBoth() {
        second.keepAlive.stop();
        pass(Duration.ofMinutes(10));

        assertThat(first.asked).isBetween(600 / 11, 600 / 10);
    }

    private void pass(Duration time) {
        for (long millis = 0; millis < time.toMillis(); millis += ROUND_TRIP_MILLIS) {
            List.of(first, second).forEach(End::answerIfAsked);
            channel.advanceTimeBy(ROUND_TRIP_MILLIS, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    /// A link, and the peer at its other end.
    private final class End {
        private boolean isUsed;
        private boolean answers = true;
        private boolean isDead;
        private boolean isAsked;
        private long number;
        private int asked;
        private long askedAt;
        private long diedAt;
        private final KeepAlive keepAlive =
                new KeepAlive(
                        channel.eventLoop(),
                        this::ask,
                        () -> isUsed,
                        LinkConfig.RELAY,
                        session,
                        time -> die());

        private void ask(long number) {
            this.number = number;
            isAsked = true;
            askedAt = channel.eventLoop().ticker().nanoTime();
            asked++;
        }

        private void die() {
            if (!isDead) {
                isDead = true;
                diedAt = channel.eventLoop().ticker().nanoTime();
            }
        }

        /// How long it had for the answer that did not come.
        private Duration patience() {
            return Duration.ofNanos(diedAt - askedAt);
        }

        private void answerIfAsked() {
            if (answers && isAsked) {
                answer();
            }
        }

        private void answer() {
            isAsked = false;
            keepAlive.heard();
            keepAlive.pong(number);
        }
    }
}
