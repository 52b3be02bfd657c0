package io.portsicle.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.relay.harness.TestAgent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class RelayTest {
    private static final ListenAddress ANY_PORT = new ListenAddress("127.0.0.1", 0);
    private static final ListenAddress EVERYWHERE = new ListenAddress("0.0.0.0", 0);

    @TempDir Path data;

    @Test
    void tellsTheAddressesItReallyHas() {
        try (Relay relay = Relay.start(config().listen(ANY_PORT, ANY_PORT).build())) {
            assertThat(relay.addresses()).hasSize(2).doesNotHaveDuplicates();
            assertThat(relay.addresses())
                    .allSatisfy(address -> assertThat(address.getPort()).isPositive());
        }
    }

    @Test
    void namesThePortThatIsInUse() {
        try (Relay relay = Relay.start(config().build())) {
            int port = relay.addresses().getFirst().getPort();
            RelayConfig same =
                    config().listen(ANY_PORT, new ListenAddress("127.0.0.1", port)).build();

            assertThatThrownBy(() -> Relay.start(same))
                    .isInstanceOf(RelayStartException.class)
                    .hasMessageStartingWith("port %d of --listen is in use".formatted(port));
        }
    }

    @Test
    void namesAHostThatIsNotKnown() {
        RelayConfig config = config().listen(new ListenAddress("nowhere.invalid", 0)).build();

        assertThatThrownBy(() -> Relay.start(config))
                .isInstanceOf(RelayStartException.class)
                .hasMessageContaining("nowhere.invalid:0");
    }

    @Test
    void beyondLoopbackTheFirstStartMakesAToken() throws Exception {
        RelayConfig config = RelayConfig.builder().listen(EVERYWHERE).dataDir(data).build();
        String token;
        try (Relay first = Relay.start(config)) {
            token = first.newToken().orElseThrow();
            URI uri = URI.create("http://127.0.0.1:" + first.addresses().getFirst().getPort());
            try (TestAgent without = TestAgent.connect(uri, "demo", Local.silent());
                    TestAgent with =
                            TestAgent.connect(
                                    uri,
                                    "demo",
                                    Local.silent(),
                                    "Authorization: Bearer " + token)) {
                assertThat(without.answer().status()).isEqualTo(401);
                assertThat(with.answer().status()).isEqualTo(101);
                assertThat(with.answer().field("portsicle-also-at")).isEmpty();
            }
        }
        assertThat(Files.readString(data.resolve("tokens"))).doesNotContain(token);
        try (Relay second = Relay.start(config)) {
            assertThat(second.newToken()).isEmpty();
        }
    }

    @Test
    void onLoopbackNoTokenIsMade() {
        try (Relay relay =
                Relay.start(RelayConfig.builder().listen(ANY_PORT).dataDir(data).build())) {
            assertThat(relay.newToken()).isEmpty();
            assertThat(data.resolve("tokens")).doesNotExist();
        }
    }

    @Test
    void onLoopbackBehindAPublicUrlStrangersNeedAToken() throws Exception {
        RelayConfig config =
                RelayConfig.builder()
                        .listen(ANY_PORT)
                        .publicUrl(URI.create("https://tunnels.example.com"))
                        .dataDir(data)
                        .build();
        try (Relay relay = Relay.start(config);
                TestAgent here =
                        TestAgent.connect(relay.addresses().getFirst(), "here", Local.silent());
                TestAgent proxied =
                        TestAgent.connect(
                                relay.addresses().getFirst(),
                                "there",
                                Local.silent(),
                                "X-Real-IP: 192.0.2.1",
                                "Authorization: Bearer " + relay.newToken().orElseThrow())) {
            assertThat(here.answer().status()).isEqualTo(101);
            assertThat(proxied.answer().status()).isEqualTo(101);
        }
    }

    @Test
    void namesADataFolderThatCannotBeUsed() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "");
        RelayConfig config = RelayConfig.builder().listen(EVERYWHERE).dataDir(file).build();

        assertThatThrownBy(() -> Relay.start(config))
                .isInstanceOf(RelayStartException.class)
                .hasMessageContaining("--data-dir " + file);
    }

    @Test
    void aClosedRelayAcceptsNothing() throws IOException {
        Relay relay = Relay.start(config().build());
        URI uri = relay.addresses().getFirst();
        RawVisitor idle = RawVisitor.connect(uri);
        await().until(() -> relay.connections() == 1);
        relay.close();
        relay.close();

        assertThat(idle.isClosed()).isTrue();
        assertThatThrownBy(() -> RawVisitor.connect(uri)).isInstanceOf(ConnectException.class);
    }

    @Test
    void aRelayThatStartsBesideAnotherTakesAllNewConnectionsAndKnowsItsSessions() throws Exception {
        assumeTrue(Epoll.isAvailable());
        RelayConfig.Builder config = RelayConfig.builder().dataDir(data).threads(2);
        try (Relay old = Relay.start(config.listen(ANY_PORT).build())) {
            URI uri = old.addresses().getFirst();
            try (TestAgent agent = TestAgent.connect(uri, "demo", Local.silent()).admitted()) {
                Path live = data.resolve("sessions-" + uri.getPort());
                await().until(
                                () ->
                                        live.toFile().list() != null
                                                && live.toFile().list().length == 1);
                ListenAddress same = new ListenAddress("127.0.0.1", uri.getPort());
                config.listen(same).start(RelayConfig.Start.BESIDE);
                try (Relay successor = Relay.start(config.build())) {
                    for (int i = 0; i < 20; i++) {
                        RawVisitor.connect(uri).send("GET / HTTP/1.1\nHost: demo.localhost\n\n");
                    }
                    await().until(() -> successor.waitingVisitors() == 20);
                    assertThat(agent.isEnded()).isFalse();
                }
            }
        }
    }

    @Test
    void aClosingRelayTellsItsAgentsAndFinishesWhatRuns() throws Exception {
        RunningRelay running = RunningRelay.start();
        Local local = Local.silent();
        TestAgent agent = running.agent("demo", local);
        RawVisitor visitor = running.visitor().send("GET / HTTP/1.1\nHost: demo.localhost\n\n");
        Local.Exchange exchange = local.next();
        Thread closing = Thread.ofVirtual().start(running.relay()::close);
        await().until(() -> agent.events().contains("going away"));

        exchange.respond("200", "finished");
        RawVisitor.Head head = visitor.readHead();
        assertThat(visitor.readBody(head)).isEqualTo("finished");
        assertThat(head.field("connection")).isEqualTo("close");
        assertThat(visitor.isClosed()).isTrue();
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        running.close();
    }

    @Test
    void namesAKeyThatIsNone() throws IOException {
        Files.writeString(data.resolve("resume.key"), "not a key");

        assertThatThrownBy(() -> Relay.start(config().build()))
                .isInstanceOf(RelayStartException.class)
                .hasMessageContaining("resume.key of --data-dir can't be used: it holds no key")
                .hasMessageContaining("expected: 64 hexadecimal digits");
    }

    private RelayConfig.Builder config() {
        return RelayConfig.builder().listen(ANY_PORT).dataDir(data);
    }
}
