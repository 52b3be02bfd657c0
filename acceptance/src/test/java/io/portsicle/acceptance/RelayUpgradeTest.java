package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.Figures;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.LoadReport;
import io.portsicle.acceptance.visitor.SteadyLoad;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A new relay is started beside the old one, on the same port, and the old one is told to go.
class RelayUpgradeTest {
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);

    @AutoClose private final Nginx local = Nginx.start(SteadyLoad.ECHO);

    private final Path data = RelayProcess.newDataDir();

    @Test
    void anUpgradeCostsNoRequestOnConnectionsThatAreKept() {
        assertUpgradeCostsNoRequest("kept connections", SteadyLoad::onKeptConnections);
    }

    @Test
    void anUpgradeCostsNoRequestOnNewConnections() {
        assertUpgradeCostsNoRequest("new connections", SteadyLoad::onNewConnections);
    }

    @Test
    void anUpgradeCostsNoRequestOnNewConnectionsWithTls() {
        TestAuthority authority = TestAuthority.create();
        String[] certificate = {
            "--tls-cert", authority.certificateFile().toString(),
            "--tls-key", authority.keyFile().toString()
        };
        try (RelayProcess old = startRelay("https://127.0.0.1:0", certificate);
                AgentProcess agent =
                        AgentProcess.start(
                                URI.create("wss://localhost:" + old.port()),
                                Integer.toString(local.port()),
                                "--ca",
                                authority.authorityFile().toString());
                SteadyLoad load = SteadyLoad.onNewTlsConnections(agent.url())) {
            assertUpgradeCostsNoRequest("new connections with TLS", old, load, certificate);
        }
    }

    private void assertUpgradeCostsNoRequest(String kind, Function<URI, SteadyLoad> visitors) {
        try (RelayProcess old = startRelay("http://127.0.0.1:0");
                AgentProcess agent = AgentProcess.start(old, local.port());
                SteadyLoad load = visitors.apply(agent.url())) {
            assertUpgradeCostsNoRequest(kind, old, load);
        }
    }

    private void assertUpgradeCostsNoRequest(
            String kind, RelayProcess old, SteadyLoad load, String... options) {
        load.awaitSuccessAfter(Instant.now());
        List<String> beside = new ArrayList<>(List.of(options));
        beside.add("--beside");
        try (RelayProcess next =
                startRelay(old.address().toString(), beside.toArray(String[]::new))) {
            old.process().terminate();
            int exit = old.process().awaitExit();
            load.runFor(AFTERWARDS);
            load.awaitSuccessAfter(Instant.now());
            LoadReport report = load.stop();

            Figures.note(
                    "relay upgraded, " + kind,
                    "%d of %d requests failed, the longest took %s"
                            .formatted(
                                    report.failures().size(),
                                    report.sent(),
                                    Figures.seconds(report.longest())));
            assertThat(report.failures()).as(report.toString()).isEmpty();
            assertThat(exit).as(old.process().toString()).isZero();
            assertThat(next.address()).isEqualTo(old.address());
        }
    }

    private RelayProcess startRelay(String listen, String... options) {
        var all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--data-dir", data.toString(), "--drain-timeout", "10s"));
        return RelayProcess.startAt(listen, all.toArray(String[]::new));
    }
}
