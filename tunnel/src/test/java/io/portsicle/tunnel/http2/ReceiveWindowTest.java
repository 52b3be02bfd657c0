package io.portsicle.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

class ReceiveWindowTest {
    private static final int INITIAL = 1_000;
    private static final int MAX = 64_000;
    private static final long ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(100);

    private final WindowBudget budget = new WindowBudget(1_000_000);
    private long now = 5;
    private final ReceiveWindow window = new ReceiveWindow(INITIAL, MAX, budget, () -> now);

    @Test
    void creditIsGivenByTheHalfOfASmallWindow() {
        assertThat(window.receive(1_000)).isTrue();
        assertThat(window.credit(499)).isFalse();
        assertThat(window.credit(1)).isTrue();
        assertThat(window.update(-1)).isEqualTo(500);
    }

    @Test
    void creditIsGivenByTheEighthOfALargeWindow() {
        moveInABurst(window);
        assertThat(window.size()).isEqualTo(MAX);

        window.receive(MAX);

        assertThat(window.credit(MAX / 8 - 1)).isFalse();
        assertThat(window.credit(1)).isTrue();
    }

    @Test
    void aPeerThatSendsMoreThanItMayIsFoundOut() {
        assertThat(window.receive(1_000)).isTrue();
        assertThat(window.receive(1)).isFalse();
    }

    @Test
    void itGrowsAtOnceToWhatItsReaderUsesWithinTwoRoundTrips() {
        window.receive(500);
        pass(ROUND_TRIP / 10);
        window.credit(500);

        assertThat(window.update(ROUND_TRIP)).isEqualTo(500 + 9_000);
        assertThat(window.size()).isEqualTo(10_000);
    }

    @Test
    void aShortRoundTripCountsAsAMillisecondAtLeast() {
        window.receive(500);
        pass(TimeUnit.MICROSECONDS.toNanos(100));
        window.credit(500);

        assertThat(window.update(TimeUnit.MICROSECONDS.toNanos(50))).isEqualTo(500 + 9_000);
    }

    @Test
    void theTimeBeforeTheFirstByteIsTheServersOrThePathsNotTheReaders() {
        pass(10 * ROUND_TRIP);
        moveInABurst(window);

        assertThat(window.size()).isEqualTo(MAX);
    }

    @Test
    void aReaderThatIsBehindHadNoTimeWithoutBytes() {
        window.receive(1_000);
        pass(5 * ROUND_TRIP);
        window.credit(500);
        window.update(ROUND_TRIP);
        pass(5 * ROUND_TRIP);

        window.receive(500);
        window.credit(500);
        window.update(ROUND_TRIP);

        assertThat(window.size()).isEqualTo(INITIAL);
    }

    @Test
    void aSlowReaderKeepsItsSmallWindow() {
        for (int i = 0; i < 10; i++) {
            window.receive(500);
            pass(3 * ROUND_TRIP);
            window.credit(500);
            assertThat(window.update(ROUND_TRIP)).isEqualTo(500);
        }
        assertThat(window.size()).isEqualTo(INITIAL);
    }

    @Test
    void aReaderThatBecameSlowGivesTheGrowthBackByGettingNoMoreCredit() {
        moveInABurst(window);
        window.receive(MAX);

        pass(TimeUnit.SECONDS.toNanos(10));
        window.credit(MAX / 8);
        assertThat(window.update(ROUND_TRIP)).isZero();
        assertThat(window.size()).isEqualTo(MAX - MAX / 8);

        for (int left = MAX - MAX / 8; left > 0; left -= 500) {
            pass(ROUND_TRIP * 4);
            if (window.credit(500)) {
                window.update(ROUND_TRIP);
            }
        }
        assertThat(window.size()).isEqualTo(INITIAL);
        assertThat(budget.take(1_000_000, 0)).isEqualTo(500_000);
    }

    @Test
    void oneSlowMomentCostsNothing() {
        moveInABurst(window);
        window.receive(MAX);

        pass(ROUND_TRIP * 9);
        window.credit(MAX / 8);

        assertThat(window.update(ROUND_TRIP)).isEqualTo(MAX / 8);
        assertThat(window.size()).isEqualTo(MAX);
    }

    @Test
    void streamsWhoseReaderStoppedLeaveSomethingForTheNext() {
        WindowBudget small = new WindowBudget(8_000);
        ReceiveWindow first = new ReceiveWindow(INITIAL, MAX, small, () -> now);
        ReceiveWindow second = new ReceiveWindow(INITIAL, MAX, small, () -> now);
        ReceiveWindow third = new ReceiveWindow(INITIAL, MAX, small, () -> now);

        for (int i = 0; i < 3; i++) {
            moveInABurst(first);
        }
        moveInABurst(second);
        moveInABurst(third);

        assertThat(first.size()).isEqualTo(INITIAL + 4_000);
        assertThat(second.size()).isEqualTo(INITIAL + 2_000);
        assertThat(third.size()).isEqualTo(INITIAL + 1_000);
    }

    @Test
    void theBudgetComesBackWhenAStreamEnds() {
        WindowBudget small = new WindowBudget(8_000);
        ReceiveWindow first = new ReceiveWindow(INITIAL, MAX, small, () -> now);
        moveInABurst(first);

        first.close();

        assertThat(small.take(8_000, 0)).isEqualTo(4_000);
    }

    @Test
    void withoutAMeasuredRoundTripNothingGrows() {
        window.receive(500);
        window.credit(500);

        assertThat(window.update(-1)).isEqualTo(500);
    }

    /// As much as makes an update due, in no time.
    private static void moveInABurst(ReceiveWindow window) {
        int bytes = Math.max(window.size() / 8, INITIAL / 2);
        do {
            window.receive(bytes);
        } while (!window.credit(bytes));
        window.update(ROUND_TRIP);
    }

    private void pass(long nanos) {
        now += nanos;
    }
}
