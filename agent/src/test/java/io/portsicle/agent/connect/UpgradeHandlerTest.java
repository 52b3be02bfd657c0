package io.portsicle.agent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

class UpgradeHandlerTest {
    /// The nonce and the accept of RFC 6455, 1.3.
    private static final byte[] NONCE = "the sample nonce".getBytes(StandardCharsets.US_ASCII);

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: "
                    + ACCEPT
                    + "\r\n"
                    + "Sec-WebSocket-Protocol: portsicle.h2\r\n"
                    + "Portsicle-Session: s\r\n"
                    + "Portsicle-Resume: r\r\n"
                    + "Portsicle-Links: 8\r\n"
                    + "Portsicle-Name: demo\r\n"
                    + "Portsicle-Url: http://demo.localhost:8080\r\n"
                    + "Portsicle-Also-At: http://a/demo/\r\n"
                    + "Portsicle-Also-At: http://b/demo/\r\n\r\n";

    private final List<UpgradeOutcome> outcomes = new ArrayList<>();
    private final List<String> handedOn = new ArrayList<>();
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @AfterEach
    void releaseBuffers() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void theRequestSaysWhoComesAndWhatFor() {
        EmbeddedChannel channel =
                channel(Optional.of("demo"), Optional.of("t0ken"), Optional.empty());
        assertThat(written(channel))
                .isEqualTo(
                        """
                        GET /.well-known/portsicle/tunnel HTTP/1.1
                        Host: relay.test:8080
                        Connection: Upgrade
                        Upgrade: websocket
                        Sec-WebSocket-Version: 13
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                        Sec-WebSocket-Protocol: portsicle.h2
                        Authorization: Bearer t0ken
                        Portsicle-Name: demo
                        Portsicle-Link: 0
                        Portsicle-Agent: portsicle/0.1.0

                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void anAgentThatComesBackNamesItsSession() {
        Registration last =
                new Registration("given", URI.create("http://x"), List.of(), "s", "r", 1);
        EmbeddedChannel channel = channel(Optional.of("demo"), Optional.empty(), Optional.of(last));
        assertThat(written(channel))
                .contains(
                        "Portsicle-Name: given\r\nPortsicle-Session: s\r\nPortsicle-Resume: r\r\n");
    }

    @Test
    void a101WithTheRightAcceptIsARegistration() {
        EmbeddedChannel channel = channel();
        read(channel, SWITCHED);
        assertThat(outcomes)
                .containsExactly(
                        new UpgradeOutcome.Accepted(
                                new Registration(
                                        "demo",
                                        URI.create("http://demo.localhost:8080"),
                                        List.of(
                                                URI.create("http://a/demo/"),
                                                URI.create("http://b/demo/")),
                                        "s",
                                        "r",
                                        8),
                                channel));
        assertThat(channel.pipeline().get(UpgradeHandler.class)).isNull();
    }

    @Test
    void bytesBehindThe101GoToTheLink() {
        EmbeddedChannel channel = channel();
        for (int i = 0; i < SWITCHED.length(); i++) {
            assertThat(outcomes).isEmpty();
            read(channel, SWITCHED.substring(i, i + 1));
        }
        read(channel, "later");
        assertThat(handedOn).containsExactly("later");

        outcomes.clear();
        handedOn.clear();
        read(channel(), SWITCHED + "at once");
        assertThat(handedOn).containsExactly("at once");
    }

    @Test
    void aWrongAcceptIsNoRelay() {
        read(channel(), SWITCHED.replace(ACCEPT, "AAAA"));
        assertThat(outcomes)
                .containsExactly(new UpgradeOutcome.NotARelay("its Sec-WebSocket-Accept is wrong"));
    }

    @Test
    void anotherWebSocketServerIsNoRelay() {
        read(channel(), SWITCHED.replace("portsicle.h2", "chat"));
        assertThat(outcomes)
                .containsExactly(
                        new UpgradeOutcome.NotARelay("it speaks another WebSocket protocol"));
    }

    @Test
    void anOrdinaryWebServerIsNoRelay() {
        read(channel(), "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found");
        assertThat(outcomes).containsExactly(new UpgradeOutcome.NotARelay("it answered 404"));
    }

    @Test
    void aRedirectIsNoRelayAndIsNamed() {
        read(channel(), "HTTP/1.1 301 Moved\r\nLocation: https://relay.test/\r\n\r\n");
        assertThat(outcomes)
                .containsExactly(
                        new UpgradeOutcome.NotARelay(
                                "it answered 301 and points to https://relay.test/"));
    }

    @Test
    void aServerThatDoesNotSpeakHttpIsNoRelay() {
        read(channel(), "SSH-2.0-OpenSSH_9.6\r\n\r\n");
        assertThat(outcomes)
                .containsExactly(new UpgradeOutcome.NotARelay("it does not answer in HTTP"));
    }

    @Test
    void aRefusalComesWithItsCode() {
        read(channel(), "HTTP/1.1 409 Conflict\r\nPortsicle-Error: name-taken\r\n\r\n");
        assertThat(outcomes).containsExactly(new UpgradeOutcome.Refused("name-taken"));
    }

    @Test
    void aRefusalMaySayWhereElseToGo() {
        read(
                channel(),
                "HTTP/1.1 403 Forbidden\r\nPortsicle-Error: https-required\r\nLocation:"
                        + " https://relay.test:8443\r\n\r\n");
        assertThat(outcomes)
                .containsExactly(
                        new UpgradeOutcome.Refused(
                                "https-required", Optional.of("https://relay.test:8443")));
    }

    @Test
    void aNameThatIsLookedIntoIsAskedForAgain() {
        read(
                channel(),
                "HTTP/1.1 409 Conflict\r\nPortsicle-Error: name-taken\r\nRetry-After: 2\r\n\r\n");
        assertThat(outcomes).containsExactly(new UpgradeOutcome.NotYet(Duration.ofSeconds(2)));
    }

    @Test
    void aRelayThatDrainsIsAskedAgainSoonBecauseAnotherOneMayAnswer() {
        read(
                channel(),
                "HTTP/1.1 503 Service Unavailable\r\n"
                        + "Portsicle-Error: draining\r\n"
                        + "Retry-After: 1\r\n\r\n");
        assertThat(outcomes).containsExactly(new UpgradeOutcome.NotYet(Duration.ofMillis(200)));
    }

    @Test
    void serverErrorsAskForPatience() {
        read(channel(), "HTTP/1.1 503 Service Unavailable\r\nPortsicle-Error: full\r\n\r\n");
        read(channel(), "HTTP/1.1 502 Bad Gateway\r\n\r\n");
        read(channel(), "HTTP/1.1 429 Too Many Requests\r\n\r\n");
        assertThat(outcomes)
                .containsExactly(
                        new UpgradeOutcome.Unavailable("it answered 503 (full)"),
                        new UpgradeOutcome.Unavailable("it answered 502"),
                        new UpgradeOutcome.Unavailable("it answered 429"));
    }

    @Test
    void interimAnswersAreSkipped() {
        read(channel(), "HTTP/1.1 103 Early Hints\r\n\r\n" + SWITCHED);
        assertThat(outcomes.getFirst()).isInstanceOf(UpgradeOutcome.Accepted.class);
    }

    @Test
    void silenceEndsAfterTenSeconds() {
        EmbeddedChannel channel = channel();
        channel.freezeTime();
        channel.advanceTimeBy(11, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(outcomes)
                .containsExactly(
                        new UpgradeOutcome.Unavailable("no answer to the upgrade within 10 s"));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aCloseWithoutAnAnswerIsToldOnce() {
        EmbeddedChannel channel = channel();
        channel.close();
        channel.runPendingTasks();
        assertThat(outcomes)
                .containsExactly(
                        new UpgradeOutcome.Unavailable(
                                "it closed the connection without an answer"));
    }

    private EmbeddedChannel channel() {
        return channel(Optional.empty(), Optional.empty(), Optional.empty());
    }

    private EmbeddedChannel channel(
            Optional<String> name, Optional<String> token, Optional<Registration> last) {
        RelayAddress relay = RelayAddress.of(URI.create("http://relay.test:8080"));
        ConnectSettings settings = new ConnectSettings(relay, name, token, Optional.empty(), 2);
        EmbeddedChannel channel =
                new EmbeddedChannel(
                        new UpgradeHandler(
                                new UpgradeRequest(settings, 0, last, NONCE),
                                settings.timeouts(),
                                outcomes::add),
                        new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object message) {
                                ByteBuf bytes = (ByteBuf) message;
                                handedOn.add(bytes.toString(StandardCharsets.US_ASCII));
                                bytes.release();
                            }
                        });
        channels.add(channel);
        return channel;
    }

    private static void read(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private static String written(EmbeddedChannel channel) {
        ByteBuf out = channel.readOutbound();
        try {
            return out.toString(StandardCharsets.US_ASCII);
        } finally {
            out.release();
        }
    }
}
