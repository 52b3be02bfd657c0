package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.LocalConnection;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.ResidentMemory;
import io.portsicle.acceptance.visitor.Crowd;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.Content;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Backpressure from end to end: those who stand still cost little memory, and nobody else's time.
class StalledVisitorsTest {
    private static final int STALLED = 200;
    private static final long SIZE = 256L * Content.MIB;

    /// Each holds a window of 256 KiB, in slices that pin the buffers of 64 KiB that the link was
    /// read into: mostly 1 MiB of memory, and now and then more.
    private static final long ALLOWED_GROWTH_MIB = 2 * STALLED;

    private static final int SMALL_BUFFER = 65_536;

    /// Bytes that the local server could write, or the visitors: it stands still when everything
    /// between is full.
    private static final AtomicLong MOVED = new AtomicLong();

    private final CountDownLatch leave = new CountDownLatch(1);

    @AutoClose
    private final RawServer local = RawServer.startOn(0, SMALL_BUFFER, StalledVisitorsTest::serve);

    @AutoClose private final Tunnel tunnel = Tunnel.likeTheLauncherTo(local.port());

    @Test
    void visitorsWhoStopReadingCostLittleMemoryAndNobodysTime() throws Exception {
        assertStalledVisitorsAreCheap(this::stopReading);
    }

    @Test
    void visitorsWhoUploadToALocalServerThatDoesNotReadCostLittleMemoryAndNobodysTime()
            throws Exception {
        assertStalledVisitorsAreCheap(this::uploadToADeafServer);
    }

    private void assertStalledVisitorsAreCheap(Crowd.Visit stall) throws Exception {
        Duration before = bestTimeOfOthers();
        long relayBefore = ResidentMemory.mebibytes(tunnel.relay().process());
        long agentBefore = ResidentMemory.mebibytes(tunnel.agent().process());
        try (var stalled = Crowd.send(STALLED, stall)) {
            awaitStandstill();

            Duration meanwhile = bestTimeOfOthers();
            assertThat(growth(tunnel.relay().process(), relayBefore))
                    .as("MiB, relay")
                    .isLessThan(ALLOWED_GROWTH_MIB);
            assertThat(growth(tunnel.agent().process(), agentBefore))
                    .as("MiB, agent")
                    .isLessThan(ALLOWED_GROWTH_MIB);
            assertThat(meanwhile)
                    .as("others, who took %s before", before)
                    .isLessThan(before.multipliedBy(10));
            leave.countDown();
            stalled.await();
        }
    }

    /// How long other visitors need for 500 answers and a download of 64 MiB; the best of three,
    /// for a busy machine's sake.
    private Duration bestTimeOfOthers() throws Exception {
        Duration best = Duration.ofMinutes(1);
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            visitNormally();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        return best;
    }

    private void visitNormally() throws IOException {
        try (RawVisitor visitor = tunnel.visitor()) {
            for (int request = 0; request < 500; request++) {
                assertThat(visitor.get("/hello").text()).isEqualTo("hello");
            }
            InputStream body =
                    visitor.body(
                            visitor.request("GET", "/download/" + 64 * Content.MIB).readHead());
            long read = body.transferTo(OutputStream.nullOutputStream());
            assertThat(read).isEqualTo(64 * Content.MIB);
        }
    }

    private void stopReading(int index) throws Exception {
        try (RawVisitor visitor = RawVisitor.of(tunnel.url(), SMALL_BUFFER)) {
            InputStream body = visitor.body(visitor.request("GET", "/counted/" + SIZE).readHead());
            assertThat(body.readNBytes(Content.MIB)).hasSize(Content.MIB);
            awaitLeave();
        }
    }

    private void uploadToADeafServer(int index) throws Exception {
        try (RawVisitor visitor = RawVisitor.of(tunnel.url(), SMALL_BUFFER)) {
            visitor.send(
                    "POST /deaf HTTP/1.1\r\nHost: {host}\r\nContent-Length: " + SIZE + "\r\n\r\n");
            Thread writer = Thread.ofVirtual().start(() -> writeUntilClosed(visitor));
            awaitLeave();
            visitor.abort();
            writer.join();
        }
    }

    private static void writeUntilClosed(RawVisitor visitor) {
        byte[] zeros = new byte[65_536];
        try {
            while (true) {
                visitor.out().write(zeros);
                MOVED.addAndGet(zeros.length);
            }
        } catch (IOException e) {
            // abort() ends the write that stands still.
        }
    }

    private void awaitLeave() throws InterruptedException {
        assertThat(leave.await(100, TimeUnit.SECONDS)).isTrue();
    }

    /// All stalled visitors are connected, and for a second nothing has moved.
    private void awaitStandstill() {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> count("/counted") + count("/deaf") == STALLED);
        var last = new AtomicLong(-1);
        await("nothing moves any more")
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> last.getAndSet(MOVED.get()) == MOVED.get());
    }

    private long count(String path) {
        return local.requests().stream()
                .filter(request -> request.target().startsWith(path))
                .count();
    }

    private static long growth(ChildProcess process, long before) {
        return ResidentMemory.mebibytes(process) - before;
    }

    private static void serve(RawHead request, LocalConnection connection) throws IOException {
        String[] path = request.target().split("/");
        switch (path[1]) {
            case "counted" -> download(Long.parseLong(path[2]), connection, MOVED);
            case "download" -> download(Long.parseLong(path[2]), connection, new AtomicLong());
            case "deaf" -> await().forever().until(connection::isEnded);
            default -> connection.respond(200, "hello");
        }
    }

    private static void download(long size, LocalConnection connection, AtomicLong moved)
            throws IOException {
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
        byte[] zeros = new byte[65_536];
        for (long sent = 0; sent < size; sent += zeros.length) {
            connection.out().write(zeros);
            moved.addAndGet(zeros.length);
        }
    }
}
