package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.AgentEvent.Cause;
import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.Disconnected;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.agent.AgentHealth;
import io.portsicle.cli.console.Streams.Kind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

class TerminalWriterTest {

    private static final String ESCAPE = "\u001b";

    private static final AgentHealth HEALTH =
            new AgentHealth(1, 1, Optional.of(Duration.ofMillis(23)));

    private final Screen screen = new Screen();
    private final FakeWindow window = new FakeWindow(100);

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

    @Test
    void theStatusComesAfterTheContract() {
        try (TerminalWriter writer = writer(Kind.TERMINAL, Screen.BEYOND)) {
            writer.write(new Connected(Screen.DEMO, false));
            assertThat(screen.out()).doesNotContain("online");

            writer.tick();
            assertThat(screen.out()).contains("online", "→ localhost:3000", "23 ms");
        }
    }

    @Test
    void linesStayAboveTheStatusAndAreCountedThere() {
        try (TerminalWriter writer = writer(Kind.TERMINAL, Screen.BEYOND)) {
            writer.tick();
            writer.write(new Connected(Screen.DEMO, false));
            screen.out();

            writer.write(request("/a/page", 200));
            String out = screen.out();
            assertThat(out).startsWith("\r" + ESCAPE + "[J");
            assertThat(out.indexOf("/a/page")).isLessThan(out.indexOf("1 request"));
        }
    }

    @Test
    void aPathIsCutToTheWindow() {
        window.resize(50, 24);
        try (TerminalWriter writer = writer(Kind.TERMINAL, Screen.BEYOND)) {
            writer.tick();
            writer.write(request("/begin" + "x".repeat(100) + "end", 200));

            assertThat(screen.out()).contains("/beginxx…xxxxxend");
        }
    }

    @Test
    void theLastLineStandsWhereTheStatusWas() {
        try (TerminalWriter writer = writer(Kind.TERMINAL, Screen.BEYOND)) {
            writer.write(new Connected(Screen.DEMO, false));
            writer.tick();
            screen.out();
            screen.err();

            writer.write(new Ended(Cause.CLOSED, "closed"));
            writer.tick();

            assertThat(screen.out()).isEqualTo("\r" + ESCAPE + "[J");
            assertThat(screen.err()).isEqualTo("Ended. The public url is gone.\n");
        }
    }

    @Test
    void aCountdownIsRedrawnMoreOftenThanWhatIsQuiet() {
        try (TerminalWriter writer = writer(Kind.TERMINAL, Screen.BEYOND)) {
            writer.write(new Connected(Screen.DEMO, false));
            long quiet = writer.tick();
            writer.write(new Disconnected("no answer for 15 s", Duration.ofSeconds(2)));

            assertThat(writer.tick()).isLessThan(quiet);
            assertThat(screen.err()).contains("○", "   trying again in 2 s");
        }
    }

    @Test
    void withoutColoursThereIsNoStatusButNoLineWrapsEither() {
        window.resize(50, 24);
        try (TerminalWriter writer = writer(Kind.MONOCHROME_TERMINAL, Screen.BEYOND)) {
            writer.write(new Connected(Screen.DEMO, false));
            writer.tick();
            screen.out();

            writer.write(request("/begin" + "x".repeat(100) + "end", 200));
            assertThat(screen.out())
                    .isEqualTo("12:00:00  GET    200     42 ms  /beginxx…xxxxxend\n");
        }
    }

    private static RequestCompleted request(String path, int status) {
        return new RequestCompleted("GET", path, status, 0, 12, Duration.ofMillis(42));
    }

    private TerminalWriter writer(Kind kind, Scene scene) {
        LiveScreen live = new LiveScreen(screen.streams(kind), () -> Optional.of(window), () -> 0);
        return new TerminalWriter(scene, Screen.NOON, () -> HEALTH, live);
    }
}
