package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class SpokenDurationTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.04S, 0 s",
        "PT0.54S, 0.5 s",
        "PT0.96S, 1 s",
        "PT2S, 2 s",
        "PT15.4S, 15 s",
        "PT60S, 1 min",
        "PT125S, 2 min 5 s",
        "PT3600S, 1 h",
        "PT26H20M, 26 h 20 min",
    })
    void timeIsToldAsAPersonSaysIt(Duration time, String words) {
        assertThat(SpokenDuration.of(time)).isEqualTo(words);
    }
}
