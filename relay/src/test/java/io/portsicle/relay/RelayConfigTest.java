package io.portsicle.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portsicle.relay.connection.VisitorLimits;
import io.portsicle.relay.session.SessionLimits;
import io.portsicle.relay.tls.CertificateFiles;
import io.portsicle.relay.tls.TlsLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

class RelayConfigTest {
    private static final ListenAddress LOOPBACK = new ListenAddress("127.0.0.1", 0);
    private static final ListenAddress EVERYWHERE = new ListenAddress("0.0.0.0", 0);
    private static final ListenAddress WITH_TLS =
            new ListenAddress(ListenAddress.Scheme.HTTPS, "0.0.0.0", 0);
    private static final List<CertificateFiles> CERTIFICATES =
            List.of(new CertificateFiles(Path.of("cert.pem"), Path.of("key.pem")));

    @Test
    void asManyAgentsAsThereMayBeLeaveRoomForVisitors() {
        int links = 2 * SessionLimits.DEFAULT.sessions(); // by default an agent has two

        assertThat(VisitorLimits.DEFAULT.connections()).isEqualTo(2 * links);
    }

    @Test
    void hasTheDefaultsOfAPersonalRelay() {
        RelayConfig config = RelayConfig.builder().build();

        assertThat(config)
                .isEqualTo(
                        new RelayConfig(
                                List.of(new ListenAddress("127.0.0.1", 8080)),
                                List.of(),
                                RelayConfig.PlainHttp.SERVED,
                                "localhost",
                                Optional.empty(),
                                new Admission.Tokens(),
                                RelayConfig.Start.ALONE,
                                Path.of(System.getProperty("user.home"), ".portsicle", "relay"),
                                RelayLimits.DEFAULT,
                                Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void takesEveryValueThatIsSet() {
        RelayLimits limits =
                new RelayLimits(
                        VisitorLimits.DEFAULT,
                        SessionLimits.DEFAULT.withSessions(1),
                        new TlsLimits(Duration.ofSeconds(1), 1, Duration.ofSeconds(1)),
                        Duration.ZERO);
        RelayConfig config =
                RelayConfig.builder()
                        .listen(EVERYWHERE, WITH_TLS)
                        .certificates(CERTIFICATES)
                        .plainHttp(RelayConfig.PlainHttp.REDIRECTED)
                        .domain("Tunnels.Example.com.")
                        .publicUrl(URI.create("https://relay.example.com"))
                        .admission(new Admission.Open())
                        .start(RelayConfig.Start.BESIDE)
                        .dataDir(Path.of("/srv/relay"))
                        .limits(limits)
                        .threads(3)
                        .build();

        assertThat(config)
                .isEqualTo(
                        new RelayConfig(
                                List.of(EVERYWHERE, WITH_TLS),
                                CERTIFICATES,
                                RelayConfig.PlainHttp.REDIRECTED,
                                "tunnels.example.com",
                                Optional.of(URI.create("https://relay.example.com")),
                                new Admission.Open(),
                                RelayConfig.Start.BESIDE,
                                Path.of("/srv/relay"),
                                limits,
                                3));
    }

    @ParameterizedTest
    @CsvSource({
        "https://tunnels.example.com, tunnels.example.com",
        "https://tunnels.example.com:8443/, tunnels.example.com",
        "http://192.0.2.7:8080, localhost",
        "'http://[2001:db8::1]', localhost",
    })
    void takesTheDomainFromThePublicUrlWhereNoneIsSet(String publicUrl, String domain) {
        assertThat(RelayConfig.builder().publicUrl(URI.create(publicUrl)).build().domain())
                .isEqualTo(domain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example",
                "https:///",
                "https://a.example/path",
                "https://a.example?q",
                "https://a.example#f",
                "https://me@a.example",
                "a.example"
            })
    void refusesAPublicUrlThatIsMoreThanAnOrigin(String url) {
        assertThatThrownBy(() -> RelayConfig.builder().publicUrl(URI.create(url)).build())
                .hasMessageContaining("public URL '" + url + "'")
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "-a", "a-", "a b", "http://a", "a:80", "*.a"})
    void refusesADomainThatIsNoHostName(String domain) {
        assertThatThrownBy(() -> RelayConfig.builder().domain(domain).build())
                .hasMessageContaining("domain '" + domain + "'");
    }

    @Test
    void refusesToListenNowhere() {
        assertThatThrownBy(() -> RelayConfig.builder().listen().build())
                .hasMessageContaining("listen");
    }

    @Test
    void refusesTlsWithoutACertificate() {
        assertThatThrownBy(() -> RelayConfig.builder().listen(LOOPBACK, WITH_TLS).build())
                .hasMessageContaining("certificates: none")
                .hasMessageContaining("https://0.0.0.0:0");
    }

    @Test
    void refusesACertificateThatNobodySees() {
        assertThatThrownBy(
                        () ->
                                RelayConfig.builder()
                                        .listen(LOOPBACK)
                                        .certificates(CERTIFICATES)
                                        .build())
                .hasMessageContaining("http://127.0.0.1:0")
                .hasMessageContaining("expected: an https address");
    }

    @Test
    void refusesToRedirectFromNowhereOrToNowhere() {
        RelayConfig.Builder config =
                RelayConfig.builder().plainHttp(RelayConfig.PlainHttp.REDIRECTED);

        assertThatThrownBy(() -> config.listen(LOOPBACK).build())
                .hasMessageContaining("expected: an http address to redirect from");
        assertThatThrownBy(() -> config.listen(WITH_TLS).certificates(CERTIFICATES).build())
                .hasMessageContaining("expected: an http address to redirect from");
    }

    @Test
    void servesPathsToOneOwnerOnly() {
        assertThat(RelayConfig.builder().listen(LOOPBACK).build().servesOneOwner()).isTrue();
        assertThat(RelayConfig.builder().listen(EVERYWHERE).build().servesOneOwner()).isFalse();
        assertThat(RelayConfig.builder().listen(LOOPBACK, EVERYWHERE).build().servesOneOwner())
                .isFalse();
        assertThat(
                        RelayConfig.builder()
                                .listen(EVERYWHERE)
                                .admission(new Admission.Open())
                                .build()
                                .servesOneOwner())
                .isTrue();
    }

    @Test
    void neverPrintsATokenItHolds() {
        assertThat(new Admission.OnlyToken("ptk_secret").toString()).doesNotContain("secret");
    }
}
