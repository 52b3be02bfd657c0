package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.LocalConnection;
import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.visitor.Crowd;
import io.portsicle.acceptance.visitor.LoadReport;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.visitor.SteadyLoad;
import io.portsicle.acceptance.wire.Content;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Links that are reset, as by a router that forgets its connections.
class DroppedLinksTest {
    private static final int DROPS = 10;
    private static final int DOWNLOADS = 20;
    private static final long SIZE = 4L * Content.MIB;

    /// Slow enough that the downloads still run when the link is dropped.
    private static final String[] SLOW = {"--mbit", "100"};

    @Test
    void linksThatAreDroppedTenTimesInARowCostNoRequestAndAreBackWithinASecond() {
        try (Nginx local = Nginx.start(SteadyLoad.ECHO);
                FarTunnel tunnel = FarTunnel.to(local.port());
                SteadyLoad load = SteadyLoad.onKeptConnections(tunnel.url())) {
            load.awaitSuccessAfter(Instant.now());
            var waits = new ArrayList<Duration>();
            for (int drop = 0; drop < DROPS; drop++) {
                Instant moment = Instant.now();
                tunnel.link().dropAll();
                waits.add(load.awaitSuccessAfter(moment));
                tunnel.link().awaitLinks(FarTunnel.LINKS);
            }
            LoadReport report = load.stop();

            Figures.note(
                    "links dropped ten times",
                    "%d of %d requests failed, back after %s at most"
                            .formatted(
                                    report.failures().size(),
                                    report.sent(),
                                    Figures.seconds(Collections.max(waits))));
            assertThat(report.failures()).as(report.toString()).isEmpty();
            assertThat(waits)
                    .allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(1)));
        }
    }

    @Test
    void oneDroppedLinkCutsItsDownloadsVisiblyAndLeavesTheOthersWhole() throws Exception {
        var begun = new CountDownLatch(DOWNLOADS);
        Queue<Boolean> wholes = new ConcurrentLinkedQueue<>();
        try (RawServer local = RawServer.start(DroppedLinksTest::serve);
                FarTunnel tunnel = FarTunnel.to(local.port(), SLOW);
                Crowd visitors =
                        Crowd.send(
                                DOWNLOADS,
                                index -> wholes.add(isWhole(tunnel, "/" + index, begun)))) {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            tunnel.link().dropOldest();

            visitors.await();
            Figures.note(
                    "one of two links dropped",
                    "%d of %d downloads whole, the others visibly cut"
                            .formatted(Collections.frequency(wholes, true), DOWNLOADS));
            assertThat(wholes).hasSize(DOWNLOADS).contains(true, false);
        }
    }

    /// A download that is cut must break the connection; one that ends well must be whole.
    private static boolean isWhole(FarTunnel tunnel, String path, CountDownLatch begun)
            throws Exception {
        try (RawVisitor visitor = RawVisitor.of(tunnel.url())) {
            RawHead head = visitor.request("GET", path).readHead();
            assertThat(head.status()).isEqualTo(200);
            var body =
                    new DigestInputStream(visitor.body(head), MessageDigest.getInstance("SHA-256"));
            body.readNBytes(1 << 16);
            begun.countDown();
            if (!endsWell(body)) {
                return false;
            }
            assertThat(HexFormat.of().formatHex(body.getMessageDigest().digest()))
                    .isEqualTo(content(path).sha256());
            return true;
        }
    }

    private static boolean endsWell(InputStream body) {
        try {
            body.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    /// Half of the bodies say their length, the others end with a last chunk.
    private static void serve(RawHead request, LocalConnection connection) throws IOException {
        Content content = content(request.target());
        if (content.seed() % 2 == 0) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
            content.writeTo(connection.out());
        } else {
            connection.startChunked();
            content.writeChunkedTo(connection.out(), 8_000);
        }
    }

    private static Content content(String path) {
        return new Content(SIZE, Integer.parseInt(path.substring(1)));
    }
}
