package io.portsicle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.Admission;
import io.portsicle.relay.ListenAddress;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.RelayLimits;
import io.portsicle.relay.session.SessionLimits;
import io.portsicle.relay.tls.CertificateFiles;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class RelayCommandTest {

    private static final RelayConfig EVERYTHING_CHANGED =
            RelayConfig.builder()
                    .listen(
                            new ListenAddress("0.0.0.0", 9000),
                            new ListenAddress(ListenAddress.Scheme.HTTPS, "::1", 9001))
                    .certificates(
                            List.of(
                                    new CertificateFiles(Path.of("one.pem"), Path.of("one.key")),
                                    new CertificateFiles(Path.of("two.pem"), Path.of("two.key"))))
                    .plainHttp(RelayConfig.PlainHttp.REDIRECTED)
                    .domain("tunnels.example.com")
                    .publicUrl(URI.create("https://visitors.example.com"))
                    .admission(new Admission.Open())
                    .start(RelayConfig.Start.BESIDE)
                    .dataDir(Path.of("/var/lib/portsicle"))
                    .limits(
                            RelayLimits.DEFAULT
                                    .withSessions(
                                            SessionLimits.DEFAULT
                                                    .withGraceTime(Duration.ofMinutes(3))
                                                    .withParkTimeout(Duration.ofSeconds(10)))
                                    .withDrainTimeout(Duration.ofHours(1)))
                    .build();

    private final CommandLineFixture line = new CommandLineFixture();

    @Test
    void withoutOptionsTheRelaysOwnDefaultsHold() {
        assertThat(line.relay()).isEqualTo(RelayConfig.builder().build());
    }

    @Test
    void everyOptionReachesItsValue() {
        assertThat(
                        line.relay(
                                "--listen=http://0.0.0.0:9000",
                                "--listen=https://[::1]:9001",
                                "--tls-cert=one.pem",
                                "--tls-key=one.key",
                                "--tls-cert=two.pem",
                                "--tls-key=two.key",
                                "--https-redirect",
                                "--domain=tunnels.example.com",
                                "--public-url=https://visitors.example.com",
                                "--open",
                                "--grace=3m",
                                "--park-timeout=10s",
                                "--drain-timeout=1h",
                                "--beside",
                                "--data-dir=/var/lib/portsicle"))
                .isEqualTo(EVERYTHING_CHANGED);
    }

    @Test
    void everyVariableReachesItsValue() {
        line.with("PORTSICLE_LISTEN", "http://0.0.0.0:9000,https://[::1]:9001")
                .with("PORTSICLE_TLS_CERT", "one.pem,two.pem")
                .with("PORTSICLE_TLS_KEY", "one.key,two.key")
                .with("PORTSICLE_HTTPS_REDIRECT", "true")
                .with("PORTSICLE_DOMAIN", "tunnels.example.com")
                .with("PORTSICLE_PUBLIC_URL", "https://visitors.example.com")
                .with("PORTSICLE_OPEN", "true")
                .with("PORTSICLE_GRACE", "3m")
                .with("PORTSICLE_PARK_TIMEOUT", "10s")
                .with("PORTSICLE_DRAIN_TIMEOUT", "1h")
                .with("PORTSICLE_BESIDE", "true")
                .with("PORTSICLE_DATA_DIR", "/var/lib/portsicle");

        assertThat(line.relay()).isEqualTo(EVERYTHING_CHANGED);
    }

    @Test
    void theCommandLineBeatsTheEnvironment() {
        line.with("PORTSICLE_LISTEN", "http://127.0.0.1:1111")
                .with("PORTSICLE_DOMAIN", "other.example.com");

        RelayConfig config =
                line.relay("--listen", "http://127.0.0.1:9000", "--domain", "mine.example.com");

        assertThat(config.listen()).isEqualTo(List.of(new ListenAddress("127.0.0.1", 9000)));
        assertThat(config.domain()).isEqualTo("mine.example.com");
    }

    @Test
    void openIsSetWhenBothPlacesSayIt() {
        line.with("PORTSICLE_OPEN", "true");

        assertThat(line.relay("--open").admission()).isEqualTo(new Admission.Open());
    }
}
