package io.portsicle.agent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

class BackoffTest {
    @Test
    void theStepsDoubleFromHalfASecondToThirtySeconds() {
        Backoff longest = new Backoff(always(1));
        assertThat(IntStream.range(0, 9).mapToLong(i -> longest.next().toMillis()))
                .containsExactly(499L, 999L, 1999L, 3999L, 7999L, 15999L, 29999L, 29999L, 29999L);
    }

    @Test
    void theFirstWaitMayBeNoneAndLaterOnesAreAtLeastHalfAStep() {
        Backoff shortest = new Backoff(always(0));
        assertThat(IntStream.range(0, 4).mapToLong(i -> shortest.next().toMillis()))
                .containsExactly(0L, 500L, 1000L, 2000L);
    }

    @Test
    void agentsDoNotComeBackInOneMoment() {
        Random random = new Random(1);
        assertThat(IntStream.range(0, 100).mapToObj(i -> new Backoff(random).next()).distinct())
                .hasSizeGreaterThan(50)
                .allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofMillis(500)));
    }

    @Test
    void afterAResetTheStepsBeginAgain() {
        Backoff backoff = new Backoff(always(1));
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(499));
    }

    /// Always the least or the most of a range.
    private static RandomGenerator always(int most) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new IllegalStateException("only ranges are asked for");
            }

            @Override
            public long nextLong(long origin, long bound) {
                return most == 1 ? bound - 1 : origin;
            }
        };
    }
}
