package io.portsicle.relay.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.RelayLimits;
import io.portsicle.relay.connection.VisitorLimits;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.relay.harness.TestAgent;
import io.portsicle.relay.harness.Trusting;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/// What a visitor may cost before it has said anything.
class HandshakeTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int HELLO_BYTES = 2048;

    private RunningRelay relay;

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @Test
    void whoNeverBeginsIsClosedAndCountsUntilThen() throws Exception {
        start(SHORT);
        RawVisitor visitor = bare();
        await().until(() -> relay.relay().connections() == 1);

        assertThat(visitor.isClosed()).isTrue();
        await().until(() -> relay.relay().connections() == 0);
    }

    @Test
    void whoStopsWithinTheFirstMessageIsClosed() throws Exception {
        start(SHORT);
        byte[] hello = clientHello();

        assertThat(bare().send(Arrays.copyOf(hello, hello.length / 2)).isClosed()).isTrue();
    }

    @Test
    void whoStopsBehindTheFirstMessageIsClosed() throws Exception {
        start(SHORT);

        assertThat(bare().send(clientHello()).readToEnd()).isNotEmpty();
        await().until(() -> relay.relay().connections() == 0);
    }

    @Test
    void aFirstMessageThatIsTooLongIsNotWaitedFor() throws Exception {
        start(LONG);
        byte[] announced = {0x16, 3, 1, 0, 4, 1, 0, (byte) (HELLO_BYTES >> 8), 1};

        assertThat(bare().send(announced).isClosed()).isTrue();
    }

    @Test
    void whoDoesNotSpeakTlsIsClosed() throws Exception {
        start(LONG);

        bare().send("GET / HTTP/1.1\nHost: a\n\n").readToEnd();
        await().until(() -> relay.relay().connections() == 0);
    }

    @Test
    void whoIsOneTooManyIsClosedBeforeTheHandshake() throws Exception {
        start(LONG, connections(1));
        bare();
        await().until(() -> relay.relay().connections() == 1);

        assertThat(bare().isClosed()).isTrue();
    }

    @Test
    void aRelayThatClosesServesWhoHasBegun() throws Exception {
        start(LONG);
        TestAgent agent = relay.agent("demo", Local.silent());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.uri().getPort());
        await().until(() -> relay.relay().connections() == 2);
        Thread closing = Thread.ofVirtual().start(relay.relay()::close);
        await().until(() -> agent.events().contains("going away"));

        SSLSocket tls =
                (SSLSocket)
                        Trusting.context()
                                .getSocketFactory()
                                .createSocket(socket, "localhost", socket.getPort(), true);
        try (RawVisitor visitor = RawVisitor.on(tls)) {
            visitor.send("GET /healthz HTTP/1.1\nHost: a\n\n");
            RawVisitor.Head head = visitor.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("connection")).isEqualTo("close");
            assertThat(visitor.readBody(head)).isEqualTo("ok\n");
            assertThat(visitor.isClosed()).isTrue();
        }
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRelayThatClosesDoesNotWaitLongForWhoSaysNothing(boolean isAgentThere) throws Exception {
        start(LONG);
        if (isAgentThere) {
            relay.agent("demo", Local.silent());
        }
        RawVisitor visitor = bare();
        await().until(() -> relay.relay().connections() == (isAgentThere ? 2 : 1));
        Thread closing = Thread.ofVirtual().start(relay.relay()::close);

        assertThat(visitor.isClosed()).isTrue();
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
    }

    private void start(Duration handshakeTimeout) {
        start(handshakeTimeout, VisitorLimits.DEFAULT);
    }

    private void start(Duration handshakeTimeout, VisitorLimits visitors) {
        RelayLimits defaults = RelayLimits.DEFAULT;
        RelayLimits limits =
                new RelayLimits(
                        visitors,
                        defaults.sessions(),
                        new TlsLimits(handshakeTimeout, HELLO_BYTES, LONG),
                        defaults.drainTimeout());
        relay = RunningRelay.startWithTls(RelayConfig.builder().limits(limits));
    }

    private static VisitorLimits connections(int most) {
        VisitorLimits defaults = VisitorLimits.DEFAULT;
        return new VisitorLimits(
                defaults.headBytes(),
                defaults.headFields(),
                defaults.headTimeout(),
                defaults.idleTimeout(),
                defaults.lastRequestTimeout(),
                defaults.stallTimeout(),
                defaults.lingerTimeout(),
                defaults.lingerBytes(),
                most,
                most,
                defaults.http2());
    }

    /// A connection without a handshake.
    private RawVisitor bare() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.uri().getPort());
        return relay.add(RawVisitor.on(socket));
    }

    private static byte[] clientHello() throws IOException {
        SSLEngine engine = Trusting.context().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }
}
