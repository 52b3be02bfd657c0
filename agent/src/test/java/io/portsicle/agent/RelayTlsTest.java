package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

import javax.net.ssl.TrustManagerFactory;

/// The way to a relay over TLS: its certificate and its name are verified, always.
class RelayTlsTest {
    @TempDir private static Path folder;
    private static KeyStore ownName;
    private static KeyStore otherName;

    private final BlockingQueue<AgentEvent> events = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        ownName = TestCertificates.selfSigned(folder, "own", "IP:127.0.0.1,DNS:localhost");
        otherName = TestCertificates.selfSigned(folder, "other", "DNS:else.example");
    }

    @Test
    void aTrustedRelayIsConnectedTo() throws Exception {
        TrustManagerFactory trust = TestCertificates.trust(ownName);
        try (ScriptedServer server = ScriptedServer.answering("ok");
                TestRelay relay = new TestRelay(0, serverContext(ownName));
                Agent agent = start(relay.url(), server.address(), c -> c.trust(trust))) {
            assertThat(Visit.get(relay.awaitLink(), "/").awaitBody()).isEqualTo("ok");
            assertThat(agent.endpoint()).isPresent();
        }
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() throws Exception {
        try (TestRelay relay = new TestRelay(0, serverContext(ownName));
                Agent agent = start(relay.url(), LocalAddress.parse("9"), c -> c)) {
            assertThat(unreachable().reason()).startsWith("TLS failed: ");
            assertThat(agent.endpoint()).isEmpty();
        }
    }

    @Test
    void aCertificateForAnotherNameIsNotTrusted() throws Exception {
        TrustManagerFactory trust = TestCertificates.trust(otherName);
        try (TestRelay relay = new TestRelay(0, serverContext(otherName));
                Agent agent = start(relay.url(), LocalAddress.parse("9"), c -> c.trust(trust))) {
            assertThat(unreachable().reason()).startsWith("TLS failed: ");
            assertThat(agent.endpoint()).isEmpty();
        }
    }

    @Test
    void aServerWithoutTlsIsNamedAsSuch() {
        try (ScriptedServer plain =
                        new ScriptedServer(
                                connection -> {
                                    connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
                                    connection.drain();
                                });
                Agent agent =
                        start(
                                URI.create("wss://127.0.0.1:" + plain.port()),
                                LocalAddress.parse("9"),
                                c -> c)) {
            assertThat(unreachable().reason()).isEqualTo("it does not speak TLS");
            assertThat(agent.endpoint()).isEmpty();
        }
    }

    private AgentEvent.Unreachable unreachable() {
        return (AgentEvent.Unreachable) TestRelay.await(events);
    }

    private Agent start(URI relay, LocalAddress target, UnaryOperator<AgentConfig.Builder> change) {
        return Agent.start(
                change.apply(AgentConfig.builder(relay, target).listener(events::add)).build());
    }

    private static SslContext serverContext(KeyStore store) throws Exception {
        return SslContextBuilder.forServer(TestCertificates.keys(store)).build();
    }
}
