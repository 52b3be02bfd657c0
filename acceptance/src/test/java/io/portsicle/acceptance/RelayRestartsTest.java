package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// The relay goes and comes back: the agent stays, and gets its URL again.
class RelayRestartsTest {
    @AutoClose private final RawServer local = RawServer.saying("local");

    private final Path data = RelayProcess.newDataDir();

    @Test
    void anAgentWithANameGetsItsUrlBackWhenTheRelayWasKilled() {
        assertUrlComesBack(ChildProcess::kill, "--name", "demo");
    }

    @Test
    void anAgentWithARandomNameGetsItsUrlBackWhenTheRelayWasKilled() {
        assertUrlComesBack(ChildProcess::kill);
    }

    @Test
    void anAgentGetsItsUrlBackWhenTheRelayWasStoppedInOrder() {
        assertUrlComesBack(
                relay -> {
                    relay.terminate();
                    relay.awaitExit();
                });
    }

    @Test
    void aVisitorsAnswerThatWasCutOffIsNeverTakenForAWholeOne() throws IOException {
        try (RawServer endless =
                        RawServer.start(
                                (request, connection) -> {
                                    connection.startChunked();
                                    connection.writeChunk("only this");
                                    connection.awaitEnd();
                                });
                Tunnel tunnel = Tunnel.to(endless.port());
                RawVisitor visitor = tunnel.visitor()) {
            RawHead head = visitor.request("GET", "/").readHead();
            InputStream body = visitor.body(head);
            assertThat(body.readNBytes(9)).asString().isEqualTo("only this");

            tunnel.agent().process().kill();

            assertThat(endsWell(body)).isFalse();
        }
    }

    private void assertUrlComesBack(Consumer<ChildProcess> end, String... options) {
        RelayProcess first = startRelay("http://127.0.0.1:0");
        try (AgentProcess agent = AgentProcess.start(first, local.port(), options)) {
            end.accept(first.process());
            try (RelayProcess second = startRelay(first.address().toString())) {
                await("the URL works again")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> works(agent));
                assertThat(second.address()).isEqualTo(first.address());
            }
            assertThat(agent.process().isAlive()).isTrue();
            assertThat(agent.process().out())
                    .filteredOn(line -> line.startsWith(AgentProcess.URL_LINE))
                    .hasSize(1);
        } finally {
            first.close();
        }
    }

    private RelayProcess startRelay(String listen) {
        return RelayProcess.startAt(listen, "--data-dir", data.toString());
    }

    private static boolean works(AgentProcess agent) throws IOException {
        RawResponse response = RawVisitor.get(agent.url(), "/");
        return response.status() == 200 && response.text().equals("local");
    }

    private static boolean endsWell(InputStream body) {
        try {
            body.readAllBytes();
            return true;
        } catch (IOException expected) {
            // The connection ended before the body did, which is what a client must see.
            return false;
        }
    }
}
