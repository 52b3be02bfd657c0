package io.portsicle.agent.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ConnectTimeoutsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void eachStepHasItsDefault() {
        assertThat(ConnectTimeouts.DEFAULT)
                .isEqualTo(
                        new ConnectTimeouts(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10)));
    }

    @Test
    void aStepWithoutTimeIsExplained() {
        assertThatThrownBy(() -> new ConnectTimeouts(SECOND, SECOND, SECOND, Duration.ZERO, SECOND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "TLS handshake timeout: PT0S (expected: from a millisecond to an hour)");
    }

    @Test
    void aStepThatMayLastForEverIsExplained() {
        Duration days = Duration.ofDays(30);
        assertThatThrownBy(() -> new ConnectTimeouts(SECOND, days, SECOND, SECOND, SECOND))
                .hasMessage(
                        "TCP connect timeout: PT720H (expected: from a millisecond to an hour)");
    }
}
