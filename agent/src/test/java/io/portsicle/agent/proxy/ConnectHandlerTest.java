package io.portsicle.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

class ConnectHandlerTest {
    private static final String PLAIN = "http://proxy.test:3128";
    private static final String NAMED = "http://me:s3cret@proxy.test:3128";
    private static final String OPENED = "HTTP/1.1 200 Connection established\r\n\r\n";

    private final List<ProxyOutcome> outcomes = new ArrayList<>();
    private final List<String> handedOn = new ArrayList<>();
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @AfterEach
    void releaseBuffers() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void theRequestNamesTheRelayAndItsPort() {
        assertThat(written(channel(PLAIN, "relay.test", 443)))
                .isEqualTo(
                        "CONNECT relay.test:443 HTTP/1.1\r\nHost: relay.test:443\r\n"
                                + "User-Agent: portsicle\r\n\r\n");
        assertThat(written(channel(PLAIN, "2001:db8::1", 80)))
                .startsWith("CONNECT [2001:db8::1]:80 HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n");
    }

    @Test
    void userAndPasswordGoAsBasicAuthentication() {
        assertThat(written(channel(NAMED, "relay.test", 443)))
                .contains("\r\nProxy-Authorization: Basic bWU6czNjcmV0\r\n");
        assertThat(written(channel("http://me:gr%C3%BCn@proxy.test:1", "relay.test", 443)))
                .contains("\r\nProxy-Authorization: Basic bWU6Z3LDvG4=\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OPENED,
                "HTTP/1.0 200\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nVia: 1.1 x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 103 Early\r\n\r\n" + OPENED,
            })
    void anySuccessOpensTheTunnel(String answer) {
        EmbeddedChannel channel = channel(PLAIN);
        for (int i = 0; i < answer.length(); i++) {
            assertThat(outcomes).isEmpty();
            read(channel, answer.substring(i, i + 1));
        }
        assertThat(outcomes).containsExactly(new ProxyOutcome.Open());
        assertThat(channel.pipeline().get(ConnectHandler.class)).isNull();
        read(channel, "later");
        assertThat(handedOn).containsExactly("later");
    }

    @Test
    void bytesBehindTheAnswerAreTheRelays() {
        read(channel(PLAIN), OPENED + "at once");
        assertThat(handedOn).containsExactly("at once");
    }

    @ParameterizedTest
    @CsvSource({
        "403, the proxy proxy.test:3128 refuses to connect to relay.test:443 (403)",
        "405, the proxy proxy.test:3128 refuses to connect to relay.test:443 (405)",
        "502, the proxy proxy.test:3128 can't connect to relay.test:443 (502)",
        "302, the proxy proxy.test:3128 opens no tunnel (302)",
    })
    void aRefusalIsExplained(int status, String reason) {
        EmbeddedChannel channel = channel(PLAIN);
        read(channel, "HTTP/1.1 " + status + " X\r\nContent-Length: 100000\r\n\r\n<html>");
        read(channel, "more of the page");
        assertThat(outcomes).containsExactly(new ProxyOutcome.Failed(reason));
        assertThat(channel.isOpen()).isFalse();
        assertThat(handedOn).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {407, 401})
    void aProxyMayWantCredentials(int status) {
        EmbeddedChannel channel = channel(NAMED);
        read(channel, "HTTP/1.1 " + status + " Credentials Wanted\r\n\r\n");
        assertThat(outcomes).containsExactly(new ProxyOutcome.WantsCredentials());
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whatItWantsIsSaidWithoutThePassword() {
        assertThat(ProxyTunnel.wantsCredentials(ProxyAddress.parse(PLAIN)))
                .isEqualTo("the proxy proxy.test:3128 asks for a user and password");
        assertThat(ProxyTunnel.wantsCredentials(ProxyAddress.parse(NAMED)))
                .isEqualTo("the proxy proxy.test:3128 does not accept this user and password");
    }

    @Test
    void aServerThatDoesNotSpeakHttpIsCalledThat() {
        read(channel(PLAIN), "SSH-2.0-OpenSSH_9.6\r\n\r\n");
        assertThat(outcomes)
                .containsExactly(
                        new ProxyOutcome.Failed(
                                "the proxy proxy.test:3128 does not answer in HTTP"));
    }

    @Test
    void silenceEndsAfterTheLimit() {
        EmbeddedChannel channel = channel(PLAIN);
        channel.freezeTime();
        channel.advanceTimeBy(21, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(outcomes)
                .containsExactly(
                        new ProxyOutcome.Failed(
                                "no answer to CONNECT from the proxy proxy.test:3128 within 20"
                                        + " s"));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anAnswerStopsTheClock() {
        EmbeddedChannel channel = channel(PLAIN);
        channel.freezeTime();
        read(channel, OPENED);
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        assertThat(outcomes).hasSize(1);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void aCloseWithoutAnAnswerIsToldOnce() {
        EmbeddedChannel channel = channel(PLAIN);
        read(channel, "HTTP/1.1 2");
        channel.close();
        channel.runPendingTasks();
        assertThat(outcomes)
                .containsExactly(
                        new ProxyOutcome.Failed(
                                "the proxy proxy.test:3128 closed the connection without an"
                                        + " answer"));
    }

    @Test
    void aBrokenConnectionIsToldOnce() {
        EmbeddedChannel channel = channel(PLAIN);
        channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        channel.runPendingTasks();
        assertThat(outcomes)
                .containsExactly(
                        new ProxyOutcome.Failed(
                                "the proxy proxy.test:3128 broke the connection (connection"
                                        + " reset)"));
    }

    private EmbeddedChannel channel(String proxy) {
        EmbeddedChannel channel = channel(proxy, "relay.test", 443);
        written(channel);
        return channel;
    }

    private EmbeddedChannel channel(String proxy, String host, int port) {
        ConnectRequest request = new ConnectRequest(ProxyAddress.parse(proxy), host, port);
        EmbeddedChannel channel = new EmbeddedChannel();
        ProxyTunnel.open(channel, request, Duration.ofSeconds(20), outcomes::add);
        channel.pipeline()
                .addLast(
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
        ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        if (channel.isOpen()) {
            channel.writeInbound(bytes);
        } else {
            bytes.release();
        }
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
