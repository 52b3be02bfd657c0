package io.portsicle.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

class CpuSharesTest {
    private long now = 5;
    private long cpu;
    private final long[] taken = {7, 7};
    private final CpuShares shares = new CpuShares(2, () -> now, () -> cpu);

    @Test
    void oneIsEnoughWhereAllTogetherTakeLittle() {
        second(0, 0);
        assertThat(shares.oneIsEnough()).isFalse();

        second(340, 340);
        assertThat(shares.oneIsEnough()).isTrue();
    }

    @Test
    void oneIsNotEnoughWhereAllTogetherTakeAWholeCore() {
        second(0, 0);
        second(500, 500);

        assertThat(shares.oneIsEnough()).isFalse();
    }

    @Test
    void betweenTheTwoMarksItStaysAsItWas() {
        second(0, 0);
        second(380, 380);
        assertThat(shares.oneIsEnough()).isFalse();
        second(300, 300);
        second(380, 380);
        assertThat(shares.oneIsEnough()).isTrue();
        second(860, 0);
        assertThat(shares.oneIsEnough()).isFalse();
    }

    @Test
    void whereNobodyKnowsItIsNeverEnough() {
        CpuShares unknown = new CpuShares(1, () -> now, () -> -1);
        unknown.measure(0);
        now += TimeUnit.SECONDS.toNanos(1);
        unknown.measure(0);

        assertThat(unknown.oneIsEnough()).isFalse();
    }

    @Test
    void aThreadKnowsWhatItTook() {
        long before = CpuShares.ofThread().getAsLong();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }

        assertThat(CpuShares.ofThread().getAsLong()).isGreaterThan(before);
    }

    /// A second in which the first loop took so many milliseconds, then the second one.
    private void second(long first, long second) {
        now += TimeUnit.SECONDS.toNanos(1);
        measure(0, first);
        measure(1, second);
    }

    /// Each thread counts for itself: what a loop took is added to what it had.
    private void measure(int loop, long millis) {
        taken[loop] += TimeUnit.MILLISECONDS.toNanos(millis);
        cpu = taken[loop];
        shares.measure(loop);
    }
}
