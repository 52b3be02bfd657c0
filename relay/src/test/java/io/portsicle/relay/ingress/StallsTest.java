package io.portsicle.relay.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StallsTest {
    private final Stalls stalls = new Stalls();

    @BeforeEach
    void begin() {
        stalls.begin(100);
    }

    @Test
    void countsTheSilenceOfAVisitorWhoseBodyIsDue() {
        assertThat(stalls.second(130, true, 0)).isEqualTo(30);
        stalls.heard(130);
        assertThat(stalls.second(131, true, 0)).isEqualTo(1);
    }

    @Test
    void doesNotCountTheSilenceOfAServer() {
        assertThat(stalls.second(9_999, false, 0)).isZero();
    }

    @Test
    void countsTheTimeInWhichNothingIsTaken() {
        assertThat(stalls.second(101, false, 5_000)).isZero();
        assertThat(stalls.second(131, false, 5_000)).isEqualTo(30);
    }

    @Test
    void everyByteThatIsTakenBeginsAnew() {
        stalls.second(101, false, 5_000);
        assertThat(stalls.second(131, false, 4_999)).isZero();
        assertThat(stalls.second(132, false, 4_999)).isEqualTo(1);
        assertThat(stalls.second(133, false, 0)).isZero();
    }
}
