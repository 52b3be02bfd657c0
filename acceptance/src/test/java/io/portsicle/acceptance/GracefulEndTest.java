package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/// Ctrl-C: the URL is gone at once, and who is being served gets the rest.
class GracefulEndTest {
    private final Semaphore answer = new Semaphore(0);

    @AutoClose
    private final RawServer local =
            RawServer.start(
                    (request, connection) -> {
                        if (request.target().equals("/slow")) {
                            answer.acquireUninterruptibly();
                        }
                        connection.respond(200, "local");
                    });

    @AutoClose private final RelayProcess relay = RelayProcess.start();

    @Test
    void ctrlCEndsTheAgentWithZeroAndItsUrlIsGone() throws IOException {
        try (AgentProcess agent = AgentProcess.start(relay, local.port(), "--name", "demo")) {
            assertThat(RawVisitor.get(agent.url(), "/").status()).isEqualTo(200);

            agent.process().interrupt();

            assertThat(agent.process().awaitExit()).isZero();
            RawResponse response = RawVisitor.get(agent.url(), "/");
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.field("Portsicle-Error")).isEqualTo("no-such-endpoint");
        }
    }

    @Test
    void sigtermEndsTheAgentWithZeroAsWell() {
        try (AgentProcess agent = AgentProcess.start(relay, local.port())) {
            agent.process().terminate();

            assertThat(agent.process().awaitExit()).isZero();
        }
    }

    @Test
    void theNameIsFreeAtOnceForTheNextAgent() throws IOException {
        try (AgentProcess first = AgentProcess.start(relay, local.port(), "--name", "demo")) {
            first.process().interrupt();
            first.process().awaitExit();
        }
        try (AgentProcess next = AgentProcess.start(relay, local.port(), "--name", "demo")) {
            assertThat(RawVisitor.get(next.url(), "/").status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestInFlightGetsItsAnswerWhileNewOnesAreTurnedAway() throws Exception {
        try (AgentProcess agent = AgentProcess.start(relay, local.port(), "--name", "demo")) {
            var inFlight = new CompletableFuture<RawResponse>();
            Thread.ofVirtual().start(() -> complete(inFlight, agent));
            await().until(
                            () ->
                                    local.requests().stream()
                                            .anyMatch(r -> r.target().equals("/slow")));

            agent.process().interrupt();
            await("the URL is gone").until(() -> RawVisitor.get(agent.url(), "/").status() == 404);
            answer.release();

            await("the answer arrives").until(inFlight::isDone);
            assertThat(inFlight.get().text()).isEqualTo("local");
            assertThat(agent.process().awaitExit()).isZero();
        }
    }

    private static void complete(CompletableFuture<RawResponse> inFlight, AgentProcess agent) {
        try {
            inFlight.complete(RawVisitor.get(agent.url(), "/slow"));
        } catch (IOException | RuntimeException e) {
            inFlight.completeExceptionally(e);
        }
    }
}
