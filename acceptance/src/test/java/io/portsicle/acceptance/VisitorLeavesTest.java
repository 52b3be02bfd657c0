package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.LocalConnection;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.visitor.Crowd;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Visitors who go away before their answer is complete.
class VisitorLeavesTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    @AutoClose private static final RawServer LOCAL = RawServer.start(VisitorLeavesTest::serve);

    @AutoClose private static final Tunnel TUNNEL = Tunnel.to(LOCAL.port());

    @Test
    void theLocalServerSeesWithinASecondThatAWaitingVisitorLeft() throws IOException {
        RawVisitor visitor = TUNNEL.visitor().request("GET", "/silent?waiting");
        LocalConnection connection = connectionOf("/silent?waiting");
        visitor.close();

        await().atMost(SOON).until(connection::isEnded);
    }

    @Test
    void theLocalServerSeesWithinASecondThatAVisitorLeftWithinADownload() throws IOException {
        RawVisitor visitor = TUNNEL.visitor().request("GET", "/endless?download");
        assertThat(visitor.body(visitor.readHead()).readNBytes(100_000)).hasSize(100_000);
        LocalConnection connection = connectionOf("/endless?download");
        visitor.abort();

        await().atMost(SOON).until(connection::isEnded);
    }

    @Test
    void theLocalServerSeesWithinASecondThatAVisitorLeftWithinAnUpload() throws IOException {
        RawVisitor visitor = TUNNEL.visitor();
        visitor.send(
                "POST /silent?upload HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000\r\n\r\npart");
        LocalConnection connection = connectionOf("/silent?upload");
        visitor.abort();

        await().atMost(SOON).until(connection::isEnded);
    }

    @Test
    void aThousandVisitorsWhoLeaveWithinTenSecondsDoNotHurtTheTunnel() throws Exception {
        long start = System.nanoTime();
        Crowd.all(
                50,
                index -> {
                    for (int visit = 0; visit < 20; visit++) {
                        leaveInTheMiddle(visit % 2 == 0);
                    }
                });
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));

        assertThat(RawVisitor.get(TUNNEL.url(), "/hello").text()).isEqualTo("hello");
        await("all local requests are cancelled")
                .until(
                        () ->
                                LOCAL.connections().stream()
                                        .noneMatch(VisitorLeavesTest::isAbandoned));
        assertThat(TUNNEL.agent().process().err())
                .as("the link stayed")
                .noneMatch(line -> line.contains("lost"));
        assertThat(TUNNEL.agent().process().out())
                .filteredOn(line -> line.startsWith("Connected to remote server"))
                .hasSize(1);
    }

    private static void leaveInTheMiddle(boolean ofADownload) throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.request("GET", ofADownload ? "/endless" : "/silent");
            if (ofADownload) {
                assertThat(visitor.readHead().status()).isEqualTo(200);
            }
            visitor.abort();
        }
    }

    private static boolean isAbandoned(LocalConnection connection) {
        return !connection.isEnded()
                && (connection.isServing("/endless") || connection.isServing("/silent"));
    }

    private static LocalConnection connectionOf(String target) {
        await().until(
                        () ->
                                LOCAL.requests().stream()
                                        .anyMatch(request -> request.target().equals(target)));
        List<LocalConnection> serving =
                LOCAL.connections().stream().filter(c -> c.isServing(target)).toList();
        assertThat(serving).hasSize(1);
        return serving.getFirst();
    }

    private static void serve(RawHead request, LocalConnection connection) throws IOException {
        String path = request.target();
        if (path.startsWith("/silent")) {
            connection.awaitEnd();
        } else if (path.startsWith("/endless")) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n");
            byte[] zeros = new byte[65_536];
            while (true) {
                connection.out().write(zeros);
            }
        } else {
            connection.respond(200, "hello");
        }
    }
}
