package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.visitor.LoadReport;
import io.portsicle.acceptance.visitor.SteadyLoad;
import io.portsicle.acceptance.visitor.Visit;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/// A local server that is restarted while it has visitors.
class LocalServerRestartsTest {
    @Test
    void visitorsGet502OnlyWhileTheLocalServerIsDown() {
        int port = FreePort.next();
        try (Nginx first = start(port);
                Tunnel tunnel = Tunnel.to(port);
                SteadyLoad load = SteadyLoad.onKeptConnections(tunnel.url())) {
            load.awaitSuccessAfter(Instant.now());

            Instant down = Instant.now();
            first.close();
            await("a visitor is told").until(() -> !load.soFar().failures().isEmpty());
            try (Nginx second = start(port)) {
                Instant up = Instant.now();
                load.awaitSuccessAfter(up);
                LoadReport report = load.stop();

                Figures.note(
                        "local server restarted",
                        "502 to %d of %d requests in %s"
                                .formatted(
                                        report.failures().size(),
                                        report.sent(),
                                        Figures.seconds(Duration.between(down, up))));
                assertThat(second.port()).isEqualTo(port);
                assertThat(report.failures())
                        .as(report.toString())
                        .allMatch(visit -> visit.wasRefusedWith(502))
                        .allMatch(visit -> ranBetween(down, up, visit));
            }
        }
    }

    private static boolean ranBetween(Instant from, Instant to, Visit visit) {
        return visit.over().isAfter(from) && visit.sent().isBefore(to);
    }

    private static Nginx start(int port) {
        return Nginx.startOn(port, "", "", SteadyLoad.ECHO);
    }
}
