package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentEvent.Cause;
import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.Disconnected;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.AgentEvent.LinksChanged;
import io.portsicle.agent.AgentEvent.LocalServerBack;
import io.portsicle.agent.AgentEvent.LocalServerUnreachable;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.agent.AgentEvent.Unreachable;
import io.portsicle.cli.console.Streams.Kind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class JsonWriterTest {

    private final Screen screen = new Screen();
    private final JsonWriter writer =
            new JsonWriter(screen.streams(Kind.PIPE), Screen.THIS_MACHINE, Screen.NOON);

    @Test
    void connected() {
        assertThat(written(new Connected(Screen.DEMO, false)))
                .isEqualTo(
                        """
                        {"type":"connected","time":"2026-03-01T12:00:00.123Z","name":"demo",\
                        "url":"http://demo.localhost:8080",\
                        "alsoAt":["http://127.0.0.1:8080/demo/"],\
                        "again":false,"forwardingTo":"http://localhost:3000"}
                        """);
    }

    @Test
    void aReturnTellsHowLongTheEndpointWasAway() {
        writer.write(new Disconnected("connection reset", Duration.ofMillis(1500)));
        screen.out();

        assertThat(written(new Connected(Screen.DEMO, true)))
                .contains("\"again\":true,\"awayMillis\":0,");
    }

    @Test
    void links() {
        assertThat(written(new LinksChanged(1, 2, "no answer for 15 s")))
                .isEqualTo(
                        """
                        {"type":"links","time":"2026-03-01T12:00:00.123Z","open":1,"wanted":2,\
                        "reason":"no answer for 15 s"}
                        """);
    }

    @Test
    void disconnected() {
        assertThat(written(new Disconnected("connection reset", Duration.ofMillis(1500))))
                .isEqualTo(
                        """
                        {"type":"disconnected","time":"2026-03-01T12:00:00.123Z",\
                        "reason":"connection reset","retryInMillis":1500}
                        """);
    }

    @Test
    void unreachable() {
        assertThat(written(new Unreachable("connection refused", Duration.ofMillis(500))))
                .isEqualTo(
                        """
                        {"type":"unreachable","time":"2026-03-01T12:00:00.123Z",\
                        "reason":"connection refused","retryInMillis":500}
                        """);
    }

    @Test
    void request() {
        Duration took = Duration.ofNanos(1_234_567);

        assertThat(written(new RequestCompleted("POST", "/a\"b", 201, 70, 12, took)))
                .isEqualTo(
                        """
                        {"type":"request","time":"2026-03-01T12:00:00.123Z","method":"POST",\
                        "path":"/a\\"b","status":201,"bytesReceived":70,"bytesSent":12,\
                        "micros":1234}
                        """);
    }

    @Test
    void localServerUnreachable() {
        assertThat(written(new LocalServerUnreachable("http://localhost:3000", "refused")))
                .isEqualTo(
                        """
                        {"type":"local-server-unreachable","time":"2026-03-01T12:00:00.123Z",\
                        "address":"http://localhost:3000","reason":"refused"}
                        """);
    }

    @Test
    void localServerBack() {
        assertThat(written(new LocalServerBack("http://localhost:3000")))
                .isEqualTo(
                        """
                        {"type":"local-server-back","time":"2026-03-01T12:00:00.123Z",\
                        "address":"http://localhost:3000"}
                        """);
    }

    @Test
    void ended() {
        assertThat(written(new Ended(Cause.NOT_A_RELAY, "no Portsicle relay at http://x")))
                .isEqualTo(
                        """
                        {"type":"ended","time":"2026-03-01T12:00:00.123Z","cause":"not-a-relay",\
                        "message":"no Portsicle relay at http://x"}
                        """);
    }

    @Test
    void requestsThatCameTooFast() {
        writer.skipped(new SkippedRequests(Map.of(2, 3L, 5, 4L)));

        assertThat(screen.out())
                .isEqualTo(
                        """
                        {"type":"requests-skipped","time":"2026-03-01T12:00:00.123Z","count":7}
                        """);
    }

    @Test
    void standardErrorStaysEmpty() {
        written(new Ended(Cause.REFUSED, "bad token"));

        assertThat(screen.err()).isEmpty();
    }

    private String written(AgentEvent event) {
        writer.write(event);
        return screen.out();
    }
}
