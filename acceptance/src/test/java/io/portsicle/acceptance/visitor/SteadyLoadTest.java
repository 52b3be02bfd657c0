package io.portsicle.acceptance.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.LocalConnection;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// The load finds what the tests under faults rely on it to find.
class SteadyLoadTest {
    private static final Duration A_MOMENT = Duration.ofMillis(500);

    @Test
    void answersThatAreRightAreSuccesses() {
        LoadReport report = reportOn((request, connection) -> connection.respond(200, id(request)));

        assertThat(report.sent()).isGreaterThan(50);
        assertThat(report.failures()).as(report.toString()).isEmpty();
    }

    @Test
    void aConnectionThatEndsAfterAWholeAnswerIsNoFailure() {
        LoadReport report =
                reportOn(
                        (request, connection) -> {
                            connection.respond(200, id(request), "Connection: close");
                            connection.close();
                        });

        assertThat(report.sent()).isGreaterThan(50);
        assertThat(report.failures()).as(report.toString()).isEmpty();
    }

    @Test
    void anAnswerToAnotherRequestIsAFailure() {
        LoadReport report =
                reportOn((request, connection) -> connection.respond(200, id(request) + "0"));

        assertThat(report.visits()).isNotEmpty().noneMatch(Visit::succeeded);
    }

    @Test
    void anAnswerThatIsCutIsAFailureInTheBody() {
        LoadReport report =
                reportOn(
                        (request, connection) -> {
                            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n1");
                            connection.close();
                        });

        assertThat(report.visits())
                .isNotEmpty()
                .allMatch(
                        visit ->
                                visit.ending() instanceof Visit.Broken broken
                                        && broken.phase() == Visit.Phase.BODY);
    }

    @Test
    void aConnectionThatEndsInsteadOfAnAnswerIsAFailureInTheHead() {
        LoadReport report = reportOn((request, connection) -> connection.close());

        assertThat(report.visits())
                .isNotEmpty()
                .allMatch(
                        visit ->
                                visit.ending() instanceof Visit.Broken broken
                                        && broken.phase() == Visit.Phase.HEAD);
    }

    @Test
    void anotherStatusIsAFailureThatTellsIt() {
        LoadReport report = reportOn((request, connection) -> connection.respond(503, "later"));

        assertThat(report.visits()).isNotEmpty().allMatch(visit -> visit.wasRefusedWith(503));
    }

    @Test
    void whatQueuesBehindASlowAnswerIsLateFromWhenItWasDue() {
        LoadReport report = reportOn(SteadyLoadTest::answerSlowly);

        assertThat(report.failures()).as(report.toString()).isEmpty();
        assertThat(report.longest()).isGreaterThan(Duration.ofMillis(300));
    }

    /// 250 ms for each, on connections where one is due every 160 ms: the second begins 90 ms late.
    private static void answerSlowly(RawHead request, LocalConnection connection)
            throws IOException {
        try {
            Thread.sleep(Duration.ofMillis(250));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        connection.respond(200, id(request));
    }

    private static LoadReport reportOn(RawServer.Handler handler) {
        try (RawServer server = RawServer.start(handler);
                SteadyLoad load =
                        SteadyLoad.onKeptConnections(
                                URI.create("http://localhost:" + server.port()))) {
            return load.runFor(A_MOMENT).stop();
        }
    }

    private static String id(RawHead request) {
        return request.target().substring(request.target().indexOf('=') + 1);
    }
}
