package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.cli.console.Streams.Kind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class TerminalWriterTest {

    private static final String ESCAPE = "\u001b";

    private final Screen screen = new Screen();

    @Test
    void theUrlStandsOut() {
        writer(Kind.TERMINAL, Screen.BEYOND).write(new Connected(Screen.DEMO, false));

        assertThat(screen.out())
                .startsWith("Connected to remote server.\nYour public url: ")
                .contains(ESCAPE + "[1;36mhttp://demo.localhost:8080" + ESCAPE + "[0m");
    }

    @Test
    void withoutColoursNothingIsEscaped() {
        TerminalWriter writer = writer(Kind.MONOCHROME_TERMINAL, Screen.LOCAL_NETWORK);

        writer.write(new Connected(Screen.DEMO, false));
        writer.write(request("/", 200));

        assertThat(screen.out()).doesNotContain(ESCAPE);
    }

    @Test
    void aRequestIsALineWithTimeMethodStatusMillisecondsAndPath() {
        writer(Kind.MONOCHROME_TERMINAL, Screen.BEYOND).write(request("/a%2Fb", 200));

        assertThat(screen.out()).isEqualTo("12:00:00  GET    200     42 ms  /a%2Fb\n");
    }

    @Test
    void theStatusHasAColour() {
        TerminalWriter writer = writer(Kind.TERMINAL, Screen.BEYOND);

        writer.write(request("/", 204));
        writer.write(request("/", 304));
        writer.write(request("/", 404));
        writer.write(request("/", 502));

        assertThat(screen.out()).contains("[32m204", "[36m304", "[33m404", "[1;31m502");
    }

    @Test
    void aVisitorWhoLeftHasNoStatus() {
        writer(Kind.MONOCHROME_TERMINAL, Screen.BEYOND).write(request("/", 0));

        assertThat(screen.out()).isEqualTo("12:00:00  GET      -     42 ms  /  (visitor left)\n");
    }

    @Test
    void aPathMovesNoCursorAndFillsNoScreen() {
        writer(Kind.MONOCHROME_TERMINAL, Screen.BEYOND)
                .write(request("/\u009b2J" + "x".repeat(5000), 200));

        assertThat(screen.out()).contains("/\\x9b2J").hasSizeLessThan(300);
    }

    @Test
    void requestsWithoutALineAreSummed() {
        writer(Kind.MONOCHROME_TERMINAL, Screen.BEYOND)
                .skipped(new SkippedRequests(Map.of(5, 34L, 2, 1200L, 0, 1L)));

        assertThat(screen.out())
                .isEqualTo("12:00:00  + 1,235 more requests (1 unanswered, 1,200 2xx, 34 5xx)\n");
    }

    @Test
    void theLocalNetworkGetsAQrCodeOnce() {
        TerminalWriter writer = writer(Kind.MONOCHROME_TERMINAL, Screen.LOCAL_NETWORK);

        writer.write(new Connected(Screen.DEMO, false));
        assertThat(screen.out()).contains("████");

        writer.write(new Connected(Screen.DEMO, true));
        assertThat(screen.out()).isEmpty();
    }

    private static RequestCompleted request(String path, int status) {
        return new RequestCompleted("GET", path, status, 0, 12, Duration.ofMillis(42));
    }

    private TerminalWriter writer(Kind kind, Scene scene) {
        return new TerminalWriter(screen.streams(kind), scene, Screen.NOON);
    }
}
