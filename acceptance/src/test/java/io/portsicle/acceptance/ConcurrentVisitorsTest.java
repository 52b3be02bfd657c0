package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.LocalConnection;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.visitor.Crowd;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.visitor.Wrk;
import io.portsicle.acceptance.wire.Content;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Many visitors over one tunnel, slow ones among them.
class ConcurrentVisitorsTest {
    private static final int VISITORS = 64;
    private static final int REQUESTS = 10_000;
    private static final Content LARGE = new Content(64 * Content.MIB);

    @AutoClose
    private static final RawServer LOCAL = RawServer.start(ConcurrentVisitorsTest::serve);

    @AutoClose private static final Tunnel TUNNEL = Tunnel.to(LOCAL.port());

    @Test
    void sixtyFourVisitorsAtOnceEachGetTheirOwnAnswerWhileOthersDownloadSlowlyOrNeverRead()
            throws Exception {
        var meanwhile = new Semaphore(0);
        var started = new CountDownLatch(2);
        try (var neverReads = TUNNEL.visitor().request("GET", "/large");
                var slow = Crowd.send(2, index -> downloadSlowly(started, meanwhile))) {
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            await().until(
                            () ->
                                    LOCAL.requests().stream()
                                                    .filter(r -> r.target().equals("/large"))
                                                    .count()
                                            == 3);
            var together = new CyclicBarrier(VISITORS);
            Crowd.all(
                    VISITORS,
                    index -> {
                        together.await();
                        visit(index, 20, meanwhile);
                    });
            meanwhile.release(1 << 20);
            slow.await();
        }
    }

    @Test
    void tenThousandRequestsAtSixtyFourConnectionsAllSucceed() throws Exception {
        Crowd.all(VISITORS, index -> visit(index, REQUESTS / VISITORS + 1, new Semaphore(0)));
    }

    @Test
    void wrkFindsNoErrorAtSixtyFourConnections() {
        Wrk wrk = Wrk.run(TUNNEL.url().resolve("/hello"), VISITORS, 3);

        assertThat(wrk.hasErrors()).as(wrk.report()).isFalse();
        assertThat(wrk.requests()).as(wrk.report()).isGreaterThan(1_000);
    }

    private static void visit(int visitor, int requests, Semaphore meanwhile) throws IOException {
        try (RawVisitor connection = TUNNEL.visitor()) {
            for (int request = 0; request < requests; request++) {
                String said = "visitor " + visitor + " request " + request;
                RawResponse response =
                        connection.post("/echo?v=" + visitor + "&r=" + request, said);
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.text())
                        .isEqualTo("/echo?v=%d&r=%d heard %s".formatted(visitor, request, said));
                meanwhile.release();
            }
        }
    }

    /// Reads a little each time another visitor was served, and the rest when all were.
    private static void downloadSlowly(CountDownLatch started, Semaphore meanwhile)
            throws Exception {
        try (RawVisitor visitor = TUNNEL.visitor().request("GET", "/large")) {
            RawHead head = visitor.readHead();
            InputStream body = visitor.body(head);
            started.countDown();
            var paced = new PacedInput(body, meanwhile);
            assertThat(Content.sha256(paced)).isEqualTo(LARGE.sha256());
        }
    }

    private static void serve(RawHead request, LocalConnection connection) throws IOException {
        if (request.target().equals("/large")) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE.size() + "\r\n\r\n");
            LARGE.writeTo(connection.out());
            return;
        }
        String heard = connection.bodyText(request);
        connection.respond(200, request.target() + " heard " + heard);
    }

    /// Gives 64 KiB for each permit.
    private static final class PacedInput extends InputStream {
        private final InputStream in;
        private final Semaphore pace;

        PacedInput(InputStream in, Semaphore pace) {
            this.in = in;
            this.pace = pace;
        }

        @Override
        public int read() throws IOException {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            pace.acquireUninterruptibly();
            return in.read(into, offset, length);
        }
    }
}
