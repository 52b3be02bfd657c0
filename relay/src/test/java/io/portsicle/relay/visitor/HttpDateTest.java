package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class HttpDateTest {
    @Test
    void writesTheFormOfTheRfc() {
        assertThat(HttpDate.of(Instant.parse("1994-11-06T08:49:37.5Z")))
                .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void isTheTimeOfNow() {
        Instant before = Instant.now().minusSeconds(1);
        String now = HttpDate.now();

        assertThat(now)
                .isIn(
                        HttpDate.of(before),
                        HttpDate.of(before.plusSeconds(1)),
                        HttpDate.of(before.plusSeconds(2)));
    }
}
