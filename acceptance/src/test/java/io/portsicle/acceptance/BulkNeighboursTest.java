package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.visitor.Crowd;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.Content;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/// Small requests beside bulk downloads through one agent: a download must not stand in their way.
class BulkNeighboursTest {
    private static final int DOWNLOADS = 8;
    private static final int REQUESTS = 100;
    private static final long SIZE = 1024L * Content.MIB;
    private static final Duration LIMIT = Duration.ofMillis(50);

    /// What each download has moved before the requests start: new JVMs compile first.
    private static final long WARM = 64L * Content.MIB;

    /// Hundreds of requests, of which one has to be good: the downloads take all CPU that is left,
    /// so a hundred that met another program's burst tells of that. With a compiler at work on the
    /// same two cores, 99 of 100 requests to nginx itself, without the tunnel, took 109 ms.
    private static final int MOST_TRIES = 30;

    @AutoClose
    private final Nginx local = Nginx.start("location = /small { return 200 small; } sendfile on;");

    private final AtomicLongArray moved = new AtomicLongArray(DOWNLOADS);

    @BeforeEach
    void makeTheFile() throws IOException {
        try (var file = new RandomAccessFile(local.www().resolve("bulk").toFile(), "rw")) {
            file.setLength(SIZE);
        }
    }

    /// 50 ms are generous: 99 of 100 took 9 ms where two cores had little else to do. All of it is
    /// waiting for CPU; what waits in a link that is slow itself is measured by `bench/distance
    /// --neighbours`.
    @Test
    void ninetyNineOfAHundredSmallRequestsBesideEightDownloadsTakeLessThan50Milliseconds()
            throws Exception {
        try (Tunnel tunnel = Tunnel.likeTheLauncherTo(local.port());
                Crowd downloads = Crowd.send(DOWNLOADS, index -> downloadForEver(tunnel, index))) {
            awaitDownloads(WARM);
            Duration time = ninetyNineOfAHundred(tunnel);
            int tries = 1;
            for (; time.compareTo(LIMIT) >= 0 && tries < MOST_TRIES; tries++) {
                time = ninetyNineOfAHundred(tunnel);
            }
            Figures.note(
                    "small requests beside eight downloads",
                    "99 of 100 within %.1f ms at the %d. try"
                            .formatted(time.toNanos() / 1e6, tries));
            assertThat(time).isLessThan(LIMIT);
            awaitDownloads(leastMoved() + 1);
        }
    }

    private void awaitDownloads(long bytes) {
        await("each of the downloads has moved " + bytes + " bytes")
                .atMost(Duration.ofSeconds(60))
                .until(() -> leastMoved() >= bytes);
    }

    /// The second longest of a hundred requests, one after the other on a connection.
    private static Duration ninetyNineOfAHundred(Tunnel tunnel) throws IOException {
        try (RawVisitor visitor = tunnel.visitor()) {
            var times = new Duration[REQUESTS];
            for (int request = 0; request < REQUESTS; request++) {
                long start = System.nanoTime();
                assertThat(visitor.get("/small").text()).isEqualTo("small");
                times[request] = Duration.ofNanos(System.nanoTime() - start);
            }
            Arrays.sort(times);
            return times[REQUESTS - 2];
        }
    }

    private void downloadForEver(Tunnel tunnel, int index) throws IOException {
        byte[] buffer = new byte[65_536];
        while (!Thread.currentThread().isInterrupted()) {
            try (RawVisitor visitor = tunnel.visitor()) {
                InputStream body = visitor.body(visitor.request("GET", "/bulk").readHead());
                for (int read = body.read(buffer); read > 0; read = body.read(buffer)) {
                    moved.addAndGet(index, read);
                }
            }
        }
    }

    private long leastMoved() {
        return IntStream.range(0, DOWNLOADS).mapToLong(moved::get).min().orElseThrow();
    }
}
