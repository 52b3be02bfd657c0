package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.connect.ConnectTimeouts;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A relay that stops answering somewhere on the way: the agent says where.
class HangingRelayTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();

    @Test
    void aConnectionThatNobodyTakesIsCalledThat() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket full = new ServerSocket(0, 1, here);
                Socket first = new Socket(here, full.getLocalPort());
                Socket second = new Socket(here, full.getLocalPort())) {
            assertThat(
                            reason(
                                    "http://127.0.0.1:" + full.getLocalPort(),
                                    new ConnectTimeouts(LONG, SHORT, LONG, LONG, LONG)))
                    .isEqualTo("no TCP connection within 150 ms");
            assertThat(first.isConnected() && second.isConnected()).isTrue();
        }
    }

    @Test
    void aHandshakeThatDoesNotEndIsCalledThat() {
        try (ScriptedServer silent = silent()) {
            assertThat(
                            reason(
                                    "https://127.0.0.1:" + silent.port(),
                                    new ConnectTimeouts(LONG, LONG, LONG, SHORT, LONG)))
                    .isEqualTo("no TLS handshake within 150 ms");
        }
    }

    @Test
    void anUpgradeWithoutAnAnswerIsCalledThat() {
        try (ScriptedServer silent = silent()) {
            assertThat(
                            reason(
                                    "http://127.0.0.1:" + silent.port(),
                                    new ConnectTimeouts(LONG, LONG, LONG, LONG, SHORT)))
                    .isEqualTo("no answer to the upgrade within 150 ms");
        }
    }

    private String reason(String relay, ConnectTimeouts timeouts) {
        AgentConfig config =
                AgentConfig.builder(URI.create(relay), LocalAddress.parse("9"))
                        .connectTimeouts(timeouts)
                        .listener(events::add)
                        .build();
        try (Agent agent = Agent.start(config)) {
            AgentEvent.Unreachable event = (AgentEvent.Unreachable) TestRelay.await(events);
            assertThat(agent.endpoint()).isEmpty();
            return event.reason();
        }
    }

    private static ScriptedServer silent() {
        return new ScriptedServer(ScriptedServer.Connection::drain);
    }
}
