package io.portsicle.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiveWindowTest {
    private static final long ROUND_TRIP = 100;

    private final WindowBudget budget = new WindowBudget(10_000);
    private final ReceiveWindow window = new ReceiveWindow(1_000, 8_000, budget, 0);

    @Test
    void creditIsGivenByTheHalfWindow() {
        assertThat(window.receive(1_000)).isTrue();
        assertThat(window.credit(499)).isFalse();
        assertThat(window.credit(1)).isTrue();
        assertThat(window.update(1_000_000, ROUND_TRIP)).isEqualTo(500);
    }

    @Test
    void aPeerThatSendsMoreThanItMayIsFoundOut() {
        assertThat(window.receive(1_000)).isTrue();
        assertThat(window.receive(1)).isFalse();
    }

    @Test
    void aWindowThatLimitsTheFlowDoublesUpToItsMaximum() {
        long now = 0;
        for (int i = 0; i < 10; i++) {
            now += ROUND_TRIP;
            window.credit(window.size() / 2);
            window.update(now, ROUND_TRIP);
        }
        assertThat(window.size()).isEqualTo(8_000);
    }

    @Test
    void aSlowReaderKeepsItsSmallWindow() {
        long now = 0;
        for (int i = 0; i < 10; i++) {
            now += 3 * ROUND_TRIP;
            window.credit(500);
            assertThat(window.update(now, ROUND_TRIP)).isEqualTo(500);
        }
        assertThat(window.size()).isEqualTo(1_000);
    }

    @Test
    void theBudgetOfTheConnectionBoundsAllWindowsAndComesBack() {
        ReceiveWindow greedy = new ReceiveWindow(1_000, 1_000_000, budget, 0);
        for (int i = 0; i < 10; i++) {
            greedy.credit(greedy.size() / 2);
            greedy.update(1, ROUND_TRIP);
        }
        assertThat(greedy.size()).isEqualTo(11_000);
        window.credit(500);
        assertThat(window.update(1, ROUND_TRIP)).isEqualTo(500);

        greedy.close();

        window.credit(500);
        assertThat(window.update(2, ROUND_TRIP)).isEqualTo(1_500);
    }

    @Test
    void withoutAMeasuredRoundTripNothingGrows() {
        window.credit(500);
        assertThat(window.update(1, -1)).isEqualTo(500);
    }
}
