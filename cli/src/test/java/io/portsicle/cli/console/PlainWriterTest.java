package io.portsicle.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.AgentEvent.Cause;
import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.Disconnected;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.AgentEvent.LinksChanged;
import io.portsicle.agent.AgentEvent.LocalServerBack;
import io.portsicle.agent.AgentEvent.LocalServerUnreachable;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.agent.AgentEvent.Unreachable;
import io.portsicle.agent.Endpoint;
import io.portsicle.cli.console.Streams.Kind;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

class PlainWriterTest {

    private final Screen screen = new Screen();
    private final AtomicReference<Instant> now = new AtomicReference<>(Screen.NOON.instant());
    private final PlainWriter writer = writer(Screen.BEYOND);

    @Test
    void theFirstConnectionWritesTheContractAndNothingElseToStandardOutput() {
        writer.write(new Connected(Screen.DEMO, false));

        assertThat(screen.out())
                .isEqualTo(
                        """
                        Connected to remote server.
                        Your public url: http://demo.localhost:8080
                        Also at: http://127.0.0.1:8080/demo/
                        """);
        assertThat(screen.err()).isEqualTo("Forwarding to http://localhost:3000\n");
    }

    @Test
    void theEmbeddedRelaySaysWhatItsUrlIsGoodFor() {
        writer(Screen.THIS_MACHINE).write(new Connected(Screen.DEMO, false));

        assertThat(screen.err())
                .isEqualTo(
                        """
                        Forwarding to http://localhost:3000
                        This url works on this machine only: --lan shares it with your local \
                        network, --relay URL makes it public.
                        """);
    }

    @Test
    void theLocalNetworkGetsThePathFormAtThisMachinesAddress() {
        writer(Screen.LOCAL_NETWORK).write(new Connected(Screen.DEMO, false));

        assertThat(screen.out())
                .endsWith(
                        """
                        Also at: http://127.0.0.1:8080/demo/
                        Also at: http://192.168.1.20:8080/demo/
                        """);
        assertThat(screen.err())
                .endsWith(
                        "Your local network reaches it at http://192.168.1.20:8080/demo/;"
                                + " --relay URL makes it public.\n");
    }

    @Test
    void anAddressThatTheRelayKnowsAlreadyIsWrittenOnce() {
        Endpoint endpoint =
                new Endpoint(
                        "demo",
                        Screen.DEMO.url(),
                        List.of(URI.create("http://192.168.1.20:8080/demo/")));

        writer(Screen.LOCAL_NETWORK).write(new Connected(endpoint, false));

        assertThat(screen.out()).containsOnlyOnce("http://192.168.1.20:8080/demo/");
    }

    @Test
    void aReturnUnderTheSameUrlDoesNotAnnounceItAgain() {
        writer.write(new Connected(Screen.DEMO, false));
        screen.out();
        screen.err();

        writer.write(new Disconnected("no answer for 15 s", Duration.ofSeconds(2)));
        now.set(now.get().plusSeconds(125));
        writer.write(new Connected(Screen.DEMO, true));

        assertThat(screen.out()).isEmpty();
        assertThat(screen.err())
                .isEqualTo(
                        """
                        Connection to the relay lost (no answer for 15 s); trying again in 2 s
                        Back again. Your public url is still http://demo.localhost:8080 \
                        (away for 2 min 5 s)
                        """);
    }

    @Test
    void aReturnUnderAnotherUrlAnnouncesIt() {
        Endpoint other = new Endpoint("x7", URI.create("http://x7.localhost:8080"), List.of());
        writer.write(new Connected(Screen.DEMO, false));
        screen.out();

        writer.write(new Connected(other, true));

        assertThat(screen.out()).isEqualTo("Your public url: http://x7.localhost:8080\n");
    }

    @Test
    void partsOfASecondAreTold() {
        writer.write(new Disconnected("connection reset", Duration.ofMillis(540)));

        assertThat(screen.err()).endsWith("trying again in 0.5 s\n");
    }

    @Test
    void aWaitTooShortToNoticeIsNone() {
        writer.write(new Disconnected("connection reset", Duration.ofMillis(40)));

        assertThat(screen.err()).endsWith("trying again at once\n");
    }

    @Test
    void aLinkOfSeveralHasNoLine() {
        writer.write(new LinksChanged(1, 2, "no answer for 15 s"));

        assertThat(screen.out()).isEmpty();
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void anUnreachableRelayIsNamedWithTheNextAttempt() {
        writer.write(new Unreachable("connection refused", Duration.ofSeconds(1)));

        assertThat(screen.out()).isEmpty();
        assertThat(screen.err())
                .isEqualTo(
                        "The relay at https://relay.example.com can't be reached"
                                + " (connection refused); trying again in 1 s, and then until it"
                                + " answers.\n");
    }

    @Test
    void theLocalServersStateIsTold() {
        writer.write(new LocalServerUnreachable("http://localhost:3000", "connection refused"));
        writer.write(new LocalServerBack("http://localhost:3000"));

        assertThat(screen.err())
                .isEqualTo(
                        """
                        http://localhost:3000 does not answer (connection refused); \
                        is your server running? Visitors get a 502 page until it is back.
                        http://localhost:3000 answers again.
                        """);
    }

    @Test
    void requestsHaveNoLines() {
        writer.write(new RequestCompleted("GET", "/", 200, 0, 12, Duration.ofMillis(3)));

        assertThat(screen.out()).isEmpty();
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void aRefusedNameIsOneLineThatSaysWhatToChange() {
        writer.write(new Ended(Cause.REFUSED, "the name \"demo\" is taken at http://r"));

        assertThat(screen.out()).isEmpty();
        assertThat(screen.err())
                .isEqualTo(
                        "portsicle: the name \"demo\" is taken at http://r; choose another --name,"
                                + " or leave it out\n");
    }

    @Test
    void aRefusedTokenIsOneLineThatSaysWhereToGiveOne() {
        writer.write(new Ended(Cause.REFUSED, "the relay at http://r asks for a token"));

        assertThat(screen.err())
                .isEqualTo(
                        "portsicle: the relay at http://r asks for a token; give a valid one with"
                                + " --token-file FILE, or in PORTSICLE_TOKEN\n");
    }

    @Test
    void somethingElseAtTheUrlIsOneLine() {
        writer.write(new Ended(Cause.NOT_A_RELAY, "no Portsicle relay at http://r (404)"));

        assertThat(screen.err())
                .isEqualTo("portsicle: no Portsicle relay at http://r (404); check --relay\n");
    }

    @Test
    void anEndThatTheUserAskedForIsTold() {
        writer.write(new Connected(Screen.DEMO, false));
        screen.err();

        writer.write(new Ended(Cause.CLOSED, "closed"));

        assertThat(screen.err()).isEqualTo("Ended. The public url is gone.\n");
    }

    @Test
    void whatOthersSayMovesNoCursor() {
        writer.write(new Disconnected("\u001b[2J\r\n", Duration.ofSeconds(1)));

        assertThat(screen.err())
                .isEqualTo(
                        "Connection to the relay lost (\\x1b[2J\\x0d\\x0a); trying again in 1 s\n");
    }

    private PlainWriter writer(Scene scene) {
        return new PlainWriter(screen.streams(Kind.PIPE), scene, now::get);
    }
}
