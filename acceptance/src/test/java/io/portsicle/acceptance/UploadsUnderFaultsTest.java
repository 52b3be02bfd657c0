package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.CountingServer;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.visitor.Crowd;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.Content;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/// Requests that must not be repeated: a shop's orders, so to speak.
class UploadsUnderFaultsTest {
    private static final int HALF = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Slow enough that most of the uploads run at each drop.
    private static final String[] SLOW = {"--mbit", "200"};

    @AutoClose private final CountingServer local = new CountingServer();
    @AutoClose private final FarTunnel tunnel = FarTunnel.to(local.port(), SLOW);

    private final Queue<Integer> answered = new ConcurrentLinkedQueue<>();

    @Test
    void whileLinksDropAnUploadArrivesOnceOrFailsVisiblyAndNeverTwice() throws Exception {
        uploadHalfDuring(0, tunnel.link()::dropOldest);
        tunnel.link().awaitLinks(FarTunnel.LINKS);
        uploadHalfDuring(HALF, tunnel.link()::dropAll);
        await("nothing arrives any more").atMost(PATIENCE).until(() -> local.running() == 0);

        Figures.note(
                "uploads",
                "%d of %d arrived once, the others failed visibly, %d twice"
                        .formatted(
                                answered.size(),
                                2 * HALF,
                                IntStream.range(0, 2 * HALF)
                                        .filter(id -> local.begun(id) > 1)
                                        .count()));
        assertThat(answered).isNotEmpty().allMatch(id -> local.arrived(id) == 1);
        assertThat(IntStream.range(0, 2 * HALF)).allMatch(id -> local.begun(id) <= 1);
    }

    private void uploadHalfDuring(int firstId, Runnable fault) throws Exception {
        try (Crowd visitors = Crowd.send(HALF, index -> upload(firstId + index))) {
            await("uploads run").atMost(PATIENCE).until(() -> local.running() > HALF / 2);
            fault.run();
            visitors.await();
        }
    }

    /// Either the local server's own answer, or a failure that the visitor sees.
    private void upload(int id) {
        try (RawVisitor visitor = RawVisitor.of(tunnel.url())) {
            visitor.send(
                    "POST {path}/%d HTTP/1.1\r\nHost: {host}\r\nContent-Length: %d\r\n\r\n"
                            .formatted(id, Content.MIB));
            CountingServer.upload(id).writeTo(visitor.out());
            RawResponse response = visitor.read();
            if (response.status() == 200) {
                assertThat(response.text()).isEqualTo(Integer.toString(id));
                answered.add(id);
            } else {
                assertThat(response.status()).isIn(502, 503);
            }
        } catch (IOException e) {
            // The connection broke: that is visible.
        }
    }
}
