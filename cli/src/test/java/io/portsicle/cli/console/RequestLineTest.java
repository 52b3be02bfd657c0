package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.AgentEvent.RequestCompleted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.LocalTime;

class RequestLineTest {

    private static final String PATH = "/assets/images/otters/quiet-otter.png";

    private final RequestLine line = new RequestLine(Palette.NONE);

    @ParameterizedTest
    @CsvSource({
        "80, '12:00:00  GET    200     42 ms  /assets/images/otters/quiet-otter.png'",
        "60, '12:00:00  GET    200     42 ms  /assets/images…iet-otter.png'",
        "44, '12:00:00  GET    200     42 ms  /asset…r.png'",
        "40, '12:00:00  GET    200  /assets/i…tter.png'",
        "30, '12:00:00 200  /assets/…ter.png'",
        "20, '200  /assets…ter.png'",
    })
    void timeStatusAndPathStayReadable(int columns, String expected) {
        assertThat(at(columns, PATH)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 26, 33, 43, 44, 60, 80, 200})
    void noLineIsWiderThanItsRoom(int columns) {
        assertThat(Columns.of(at(columns, "/日本語🦦".repeat(50)))).isLessThanOrEqualTo(columns);
    }

    @Test
    void theRootNeedsNoRoom() {
        assertThat(at(20, "/")).isEqualTo("12:00:00 200  /");
    }

    private String at(int columns, String path) {
        Duration took = Duration.ofMillis(42);
        return line.of(
                LocalTime.NOON, new RequestCompleted("GET", path, 200, 0, 12, took), columns);
    }
}
