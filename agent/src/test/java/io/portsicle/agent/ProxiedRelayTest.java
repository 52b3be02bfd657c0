package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.agent.connect.ConnectTimeouts;
import io.portsicle.agent.proxy.ProxyAddress;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The way to a relay through a scripted proxy.
class ProxiedRelayTest {
    private static final URI ELSEWHERE = URI.create("http://relay.test");

    private final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    @Test
    void aPlainRelayIsReachedByConnectAndItsNameIsLeftToTheProxy() {
        try (TestRelay relay = new TestRelay();
                ScriptedServer proxy = forwardingTo(relay.port());
                ScriptedServer local = ScriptedServer.answering("ok");
                Agent agent = start(ELSEWHERE, proxy, local.address())) {
            assertThat(Visit.get(relay.awaitLink(), "/").awaitBody()).isEqualTo("ok");
            assertThat(TestRelay.await(heads)).startsWith("CONNECT relay.test:80 HTTP/1.1\r\n");
            assertThat(relay.awaitUpgrade()).contains("Host: relay.test\r\n");
            assertThat(agent.endpoint()).isPresent();
        }
    }

    @Test
    void aTlsRelayIsReachedByConnectAsWell() {
        try (ScriptedServer proxy =
                        new ScriptedServer(
                                connection -> {
                                    heads.add(connection.readHead());
                                    connection.write("HTTP/1.1 200 OK\r\n\r\n");
                                    heads.add(connection.read(3));
                                });
                Agent agent =
                        start(URI.create("wss://relay.test"), proxy, LocalAddress.parse("9"))) {
            assertThat(TestRelay.await(heads)).startsWith("CONNECT relay.test:443 HTTP/1.1\r\n");
            assertThat(TestRelay.await(heads))
                    .as("TLS record: handshake")
                    .startsWith("\u0016\u0003");
            assertThat(agent.endpoint()).isEmpty();
        }
    }

    @Test
    void aProxyThatRefusesIsNamed() {
        try (ScriptedServer proxy =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write("HTTP/1.1 403 Filtered\r\n\r\n");
                                });
                Agent agent = start(ELSEWHERE, proxy, LocalAddress.parse("9"))) {
            assertThat(unreachable())
                    .isEqualTo(
                            "the proxy 127.0.0.1:%d refuses to connect to relay.test:80 (403)"
                                    .formatted(proxy.port()));
            assertThat(agent.endpoint()).isEmpty();
        }
    }

    @Test
    void aProxyThatWantsCredentialsEndsTheAgent() {
        try (ScriptedServer proxy =
                        new ScriptedServer(
                                connection -> {
                                    connection.readHead();
                                    connection.write("HTTP/1.1 407 Who Are You\r\n\r\n");
                                });
                Agent agent = start(ELSEWHERE, proxy, LocalAddress.parse("9"))) {
            assertThat(TestRelay.await(events))
                    .isEqualTo(
                            new AgentEvent.Ended(
                                    AgentEvent.Cause.FAILED,
                                    "the proxy 127.0.0.1:%d asks for a user and password"
                                            .formatted(proxy.port())));
            assertThat(agent.endpoint()).isEmpty();
        }
    }

    @Test
    void aProxyThatIsDownIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Agent agent = Agent.start(config(ELSEWHERE, port, LocalAddress.parse("9")).build())) {
            assertThat(unreachable())
                    .isEqualTo(
                            "the proxy 127.0.0.1:%d can't be reached (connection refused)"
                                    .formatted(port));
            assertThat(agent.endpoint()).isEmpty();
        }
    }

    @Test
    void aProxyThatNeverAnswersIsNamed() {
        Duration longer = Duration.ofSeconds(60);
        ConnectTimeouts timeouts =
                new ConnectTimeouts(longer, longer, Duration.ofMillis(150), longer, longer);
        try (ScriptedServer proxy = new ScriptedServer(ScriptedServer.Connection::drain);
                Agent agent =
                        Agent.start(
                                config(ELSEWHERE, proxy.port(), LocalAddress.parse("9"))
                                        .connectTimeouts(timeouts)
                                        .build())) {
            assertThat(unreachable())
                    .isEqualTo(
                            "no answer to CONNECT from the proxy 127.0.0.1:%d within 150 ms"
                                    .formatted(proxy.port()));
            assertThat(agent.endpoint()).isEmpty();
        }
    }

    @Test
    void closingWhileTheProxyThinksEndsTheAgent() {
        try (ScriptedServer proxy =
                        new ScriptedServer(
                                connection -> {
                                    heads.add(connection.readHead());
                                    connection.drain();
                                });
                Agent agent = start(ELSEWHERE, proxy, LocalAddress.parse("9"))) {
            TestRelay.await(heads);
            agent.close();
            assertThat(TestRelay.await(events)).isInstanceOf(AgentEvent.Ended.class);
        }
    }

    private String unreachable() {
        return ((AgentEvent.Unreachable) TestRelay.await(events)).reason();
    }

    private Agent start(URI relay, ScriptedServer proxy, LocalAddress local) {
        return Agent.start(config(relay, proxy.port(), local).build());
    }

    private AgentConfig.Builder config(URI relay, int proxyPort, LocalAddress local) {
        return AgentConfig.builder(relay, local)
                .proxy(ProxyAddress.parse("http://127.0.0.1:" + proxyPort))
                .listener(events::add);
    }

    /// Whatever it is asked for, it connects to one port.
    private ScriptedServer forwardingTo(int port) {
        return new ScriptedServer(
                connection -> {
                    heads.add(connection.readHead());
                    connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
                    connection.forwardTo(port);
                });
    }
}
