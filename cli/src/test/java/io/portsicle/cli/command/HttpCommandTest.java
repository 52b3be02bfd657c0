package io.portsicle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portsicle.agent.HostHeader;
import io.portsicle.agent.LocalAddress;
import io.portsicle.agent.local.LocalProtocol;
import io.portsicle.agent.proxy.ProxyAddress;
import io.portsicle.cli.config.CertificateAuthorities;
import io.portsicle.cli.config.HttpSettings;
import io.portsicle.cli.config.LocalSide;
import io.portsicle.cli.config.LocalTrust;
import io.portsicle.cli.config.RelayRoute;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

class HttpCommandTest {

    private static final ProxyAddress PROXY =
            ProxyAddress.parse("http://me:pr0xyPass@proxy.test:3128");

    private static final Path CA = Path.of("src/test/resources/authorities.pem");

    private static final HttpSettings EVERYTHING_CHANGED =
            new HttpSettings(
                    new LocalSide(
                            LocalAddress.parse("https://10.0.0.7:8000/app"),
                            new HostHeader.Fixed("app.test"),
                            Duration.ofMillis(1500),
                            new LocalTrust.Authorities(CertificateAuthorities.read(CA)),
                            LocalProtocol.H2),
                    Optional.of(URI.create("wss://relay.example.com:8443")),
                    new RelayRoute(
                            Optional.of(PROXY), Optional.of(CertificateAuthorities.read(CA)), 5),
                    Optional.of("demo"),
                    Optional.of("s3cret"),
                    false,
                    true);

    private final CommandLineFixture line = new CommandLineFixture();

    @Test
    void aPortAloneLeavesEverythingElseAtItsDefault() {
        assertThat(line.http("3000"))
                .isEqualTo(
                        new HttpSettings(
                                new LocalSide(
                                        LocalAddress.http("localhost", 3000, ""),
                                        new HostHeader.Rewrite(),
                                        Duration.ofSeconds(60),
                                        new LocalTrust.Platform(),
                                        LocalProtocol.AUTO),
                                Optional.empty(),
                                RelayRoute.DIRECT,
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                false));
    }

    @Test
    void everyOptionReachesItsSetting() {
        assertThat(
                        line.http(
                                "--target=https://10.0.0.7:8000/app",
                                "--relay=wss://relay.example.com:8443",
                                "--proxy=http://me:pr0xyPass@proxy.test:3128",
                                "--ca=" + CA,
                                "--links=5",
                                "--name=demo",
                                "--token=s3cret",
                                "--host-header=app.test",
                                "--local-ca=" + CA,
                                "--local-protocol=h2",
                                "--response-timeout=1500ms",
                                "--json"))
                .isEqualTo(EVERYTHING_CHANGED);
    }

    @Test
    void everyVariableReachesItsSetting() {
        line.with("PORTSICLE_TARGET", "https://10.0.0.7:8000/app")
                .with("PORTSICLE_RELAY", "wss://relay.example.com:8443")
                .with("PORTSICLE_PROXY", "http://me:pr0xyPass@proxy.test:3128")
                .with("PORTSICLE_CA", CA.toString())
                .with("PORTSICLE_LINKS", "5")
                .with("PORTSICLE_LINKS", "5")
                .with("PORTSICLE_NAME", "demo")
                .with("PORTSICLE_TOKEN", "s3cret")
                .with("PORTSICLE_HOST_HEADER", "app.test")
                .with("PORTSICLE_LOCAL_CA", CA.toString())
                .with("PORTSICLE_LOCAL_PROTOCOL", "h2")
                .with("PORTSICLE_RESPONSE_TIMEOUT", "1500ms")
                .with("PORTSICLE_JSON", "true");

        assertThat(line.http()).isEqualTo(EVERYTHING_CHANGED);
    }

    @Test
    void theCommandLineBeatsTheEnvironment() {
        line.with("PORTSICLE_TARGET", "1111")
                .with("PORTSICLE_RELAY", "http://other.example.com")
                .with("PORTSICLE_PROXY", "http://other.example.com:1")
                .with("PORTSICLE_CA", "/nowhere")
                .with("PORTSICLE_NAME", "other")
                .with("PORTSICLE_TOKEN", "other")
                .with("PORTSICLE_HOST_HEADER", "preserve")
                .with("PORTSICLE_LOCAL_CA", "/nowhere")
                .with("PORTSICLE_LOCAL_PROTOCOL", "http1")
                .with("PORTSICLE_RESPONSE_TIMEOUT", "1h")
                .with("PORTSICLE_JSON", "false");

        assertThat(
                        line.http(
                                "https://10.0.0.7:8000/app",
                                "--relay=wss://relay.example.com:8443",
                                "--proxy=http://me:pr0xyPass@proxy.test:3128",
                                "--ca=" + CA,
                                "--links=5",
                                "--name=demo",
                                "--token=s3cret",
                                "--host-header=app.test",
                                "--local-ca=" + CA,
                                "--local-protocol=h2",
                                "--response-timeout=1500ms",
                                "--json"))
                .isEqualTo(EVERYTHING_CHANGED);
    }

    @Test
    void aFlagThatIsSetInBothPlacesIsSet() {
        assertThat(line.with("PORTSICLE_JSON", "true").http("3000", "--json").json()).isTrue();
        assertThat(line.with("PORTSICLE_LAN", "true").http("3000", "--lan").lan()).isTrue();
    }

    @Test
    void lanIsTakenFromFlagAndVariable() {
        assertThat(line.http("3000", "--lan").lan()).isTrue();
        assertThat(line.with("PORTSICLE_LAN", "true").http("3000").lan()).isTrue();
    }

    @Test
    void anEmptyVariableCountsAsNone() {
        assertThat(line.with("PORTSICLE_RELAY", "").http("3000").relay()).isEmpty();
    }

    @Test
    void theTargetMayStandBehindEachOfItsOptions() {
        LocalAddress port3000 = LocalAddress.http("localhost", 3000, "");

        assertThat(line.http("-p", "3000").local().target()).isEqualTo(port3000);
        assertThat(line.http("-p3000").local().target()).isEqualTo(port3000);
        assertThat(line.http("--port", "3000").local().target()).isEqualTo(port3000);
        assertThat(line.http("--target", "localhost:3000").local().target()).isEqualTo(port3000);
    }

    @Test
    void anyCertificateIsTakenByFlagAndVariable() {
        assertThat(line.http("https://localhost:8443", "--local-insecure").local().trust())
                .isEqualTo(new LocalTrust.Anyone());
        line.with("PORTSICLE_LOCAL_INSECURE", "true");
        assertThat(line.http("https://localhost:8443").local().trust())
                .isEqualTo(new LocalTrust.Anyone());
    }

    @Test
    void whatIsForTlsDoesNotMatterToAServerWithoutIt() {
        line.with("PORTSICLE_LOCAL_CA", "/nowhere").with("PORTSICLE_LOCAL_INSECURE", "true");
        assertThat(line.http("3000").local().trust()).isEqualTo(new LocalTrust.Platform());
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "http1, HTTP1", "h2c, H2C"})
    void theProtocolIsOneOfFourWords(String word, LocalProtocol protocol) {
        assertThat(line.http("3000", "--local-protocol", word).local().protocol())
                .isEqualTo(protocol);
    }

    @Test
    void aUnixSocketIsATarget() {
        assertThat(line.http("unix:/run/app.sock").local().target())
                .isEqualTo(new LocalAddress.UnixSocket("/run/app.sock"));
    }

    @Test
    void hostHeaderKnowsItsTwoWords() {
        assertThat(line.http("3000", "--host-header", "rewrite").local().hostHeader())
                .isEqualTo(new HostHeader.Rewrite());
        assertThat(line.http("3000", "--host-header", "preserve").local().hostHeader())
                .isEqualTo(new HostHeader.Preserve());
    }

    @Test
    void theTokenIsTheFirstLineOfItsFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "from-file\nsecond line\n");

        assertThat(line.http("3000", "--token-file", file.toString()).token())
                .contains("from-file");
    }

    @Test
    void aTokenFileOnTheCommandLineBeatsATokenInTheEnvironment(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "from-file");
        line.with("PORTSICLE_TOKEN", "from-environment");

        assertThat(line.http("3000", "--token-file", file.toString()).token())
                .contains("from-file");
    }

    @Test
    void aTokenOnTheCommandLineBeatsATokenFileInTheEnvironment() {
        line.with("PORTSICLE_TOKEN_FILE", "/nowhere");

        assertThat(line.http("3000", "--token", "direct").token()).contains("direct");
    }

    @Test
    void twoTokensFromTheSamePlaceAreRefused() {
        assertThatThrownBy(() -> line.http("3000", "--token", "a", "--token-file", "b"))
                .hasMessage("--token and --token-file are both given; leave out one of them");
    }

    @Test
    void settingsNeverShowTheTokenNorThePassword() {
        assertThat(EVERYTHING_CHANGED.toString()).doesNotContain("s3cret", "pr0xyPass");
        assertThat(EVERYTHING_CHANGED.route().toString()).doesNotContain("pr0xyPass");
    }

    @Test
    void theEnvironmentsProxyIsTakenWhereNoOptionNamesOne() {
        line.with("HTTPS_PROXY", "http://proxy.test:1").with("PORTSICLE_RELAY", "https://r.test");

        assertThat(line.http("3000").route().proxy())
                .contains(ProxyAddress.parse("http://proxy.test:1"));
    }

    @Test
    void anOptionBeatsTheEnvironmentsProxyAndItsExceptions() {
        line.with("HTTPS_PROXY", "nonsense").with("NO_PROXY", "*");

        assertThat(
                        line.http("3000", "--relay=https://r.test", "--proxy=http://proxy.test:1")
                                .route()
                                .proxy())
                .contains(ProxyAddress.parse("http://proxy.test:1"));
        assertThat(
                        line.http("3000", "--relay=http://localhost:1", "--proxy=http://p.test:1")
                                .route()
                                .proxy())
                .contains(ProxyAddress.parse("http://p.test:1"));
    }

    @Test
    void proxyNoneSwitchesTheEnvironmentOff() {
        line.with("HTTPS_PROXY", "http://proxy.test:1");

        assertThat(line.http("3000", "--relay=https://r.test", "--proxy=none").route().proxy())
                .isEmpty();
        assertThat(
                        line.with("PORTSICLE_PROXY", "none")
                                .http("3000", "--relay=https://r.test")
                                .route()
                                .proxy())
                .isEmpty();
    }

    @Test
    void theRelayInsideTheCommandNeverHasAProxy() {
        line.with("PORTSICLE_PROXY", "http://proxy.test:1")
                .with("http_proxy", "nonsense")
                .with("ALL_PROXY", "http://proxy.test:1");

        assertThat(line.http("3000").route()).isEqualTo(RelayRoute.DIRECT);
    }
}
