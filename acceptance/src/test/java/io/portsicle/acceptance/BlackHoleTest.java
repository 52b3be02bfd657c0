package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.visitor.LoadReport;
import io.portsicle.acceptance.visitor.SteadyLoad;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/// A network that is silent for a while: nothing is closed, nothing arrives.
class BlackHoleTest {
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /// The default of `--park-timeout`.
    private static final Duration PARKING = Duration.ofSeconds(30);

    @Test
    void aBlackHoleOfTenSecondsFailsNoRequestThatWaitedLessThanTheParkingTime() {
        try (Nginx local = Nginx.start(SteadyLoad.ECHO);
                FarTunnel tunnel = FarTunnel.to(local.port());
                SteadyLoad load = SteadyLoad.onKeptConnections(tunnel.url())) {
            load.awaitSuccessAfter(Instant.now());

            tunnel.link().blackHole();
            load.runFor(SILENCE);
            tunnel.link().heal();
            load.awaitSuccessAfter(Instant.now());
            LoadReport report = load.stop();

            Figures.note(
                    "black hole",
                    "%d of %d requests failed, the longest took %s"
                            .formatted(
                                    report.failures().size(),
                                    report.sent(),
                                    Figures.seconds(report.longest())));
            assertThat(report.longest()).isGreaterThan(SILENCE.dividedBy(2));
            assertThat(report.failures())
                    .as(report.toString())
                    .filteredOn(visit -> visit.latency().compareTo(PARKING) < 0)
                    .isEmpty();
        }
    }
}
