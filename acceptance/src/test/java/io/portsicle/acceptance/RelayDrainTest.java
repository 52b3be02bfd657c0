package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.Semaphore;

/// SIGTERM on a relay: who is being served gets the rest, who comes meanwhile is served as well.
class RelayDrainTest {
    private final Semaphore answer = new Semaphore(0);

    @AutoClose
    private final RawServer local =
            RawServer.start(
                    (request, connection) -> {
                        if (request.target().equals("/slow")) {
                            connection.startChunked();
                            connection.writeChunk("begun");
                            answer.acquireUninterruptibly();
                            connection.writeChunk("ended");
                            connection.write("0\r\n\r\n");
                        } else {
                            connection.respond(200, "quick");
                        }
                    });

    @Test
    void aRelayThatDrainsSaysSoServesOnAndFinishesWhatRuns() throws Exception {
        try (RelayProcess relay = RelayProcess.start();
                AgentProcess agent = AgentProcess.start(relay, local.port());
                RawVisitor slow = RawVisitor.of(agent.url());
                RawVisitor kept = RawVisitor.of(agent.url())) {
            assertThat(ready(relay)).isEqualTo(200);
            assertThat(kept.get("/").text()).isEqualTo("quick");
            InputStream body = slow.body(slow.request("GET", "/slow").readHead());
            assertThat(body.readNBytes(5)).asString().isEqualTo("begun");

            relay.process().terminate();

            await("it says so").until(() -> ready(relay) == 503);
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("quick");
            RawResponse last = kept.get("/");
            assertThat(last.text()).isEqualTo("quick");
            assertThat(last.field("Connection")).isEqualTo("close");
            answer.release();
            assertThat(body.readAllBytes()).asString().isEqualTo("ended");
            assertThat(relay.process().awaitExit()).isZero();
        }
    }

    @Test
    void whatRunsForLongerThanTheDrainTimeoutIsCutVisibly() throws Exception {
        try (RelayProcess relay = RelayProcess.start("--drain-timeout", "1s");
                AgentProcess agent = AgentProcess.start(relay, local.port());
                RawVisitor slow = RawVisitor.of(agent.url())) {
            RawHead head = slow.request("GET", "/slow").readHead();
            InputStream body = slow.body(head);
            assertThat(body.readNBytes(5)).asString().isEqualTo("begun");

            relay.process().terminate();

            assertThat(relay.process().awaitExit()).isZero();
            assertThat(endsWell(body)).isFalse();
            answer.release();
        }
    }

    @Test
    void aRelayWithoutAgentsEndsAtOnceAlthoughABrowserKeepsItsConnection() throws Exception {
        try (RelayProcess relay = RelayProcess.start("--drain-timeout", "1h");
                RawVisitor browser = RawVisitor.of(relay.address())) {
            assertThat(browser.get("/healthz").status()).isEqualTo(200);

            relay.process().terminate();

            assertThat(relay.process().awaitExit()).isZero();
        }
    }

    private static int ready(RelayProcess relay) throws IOException {
        return RawVisitor.get(URI.create(relay.address() + "/"), "/readyz").status();
    }

    private static boolean endsWell(InputStream body) {
        try {
            body.readAllBytes();
            return true;
        } catch (IOException cut) {
            return false;
        }
    }
}
