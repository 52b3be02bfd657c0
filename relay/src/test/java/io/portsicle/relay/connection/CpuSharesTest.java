package io.portsicle.relay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

class CpuSharesTest {
    private long now = 5;
    private long cpu;
    private final Map<EventLoop, Long> taken = new HashMap<>();
    private final EventLoop one = new DefaultEventLoop();
    private final EventLoop other = new DefaultEventLoop();
    private final CpuShares shares = new CpuShares(() -> now, () -> cpu);

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
        CpuShares unknown = new CpuShares(() -> now, () -> -1);
        unknown.measure(one);
        now += TimeUnit.SECONDS.toNanos(1);
        unknown.measure(one);

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
        measure(one, first);
        measure(other, second);
    }

    /// Each thread counts for itself: what a loop took is added to what it had.
    private void measure(EventLoop loop, long millis) {
        cpu = taken.merge(loop, TimeUnit.MILLISECONDS.toNanos(millis), Long::sum);
        shares.measure(loop);
    }
}
