package io.portsicle.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.tls.CertificateFiles;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

class ReachTest {
    private static final EndpointName DEMO = new EndpointName("demo");
    private static final List<CertificateFiles> ANY_CERTIFICATE =
            List.of(new CertificateFiles(Path.of("cert.pem"), Path.of("key.pem")));
    private static final ListenAddress LOOPBACK = new ListenAddress("127.0.0.1", 8080);
    private static final ListenAddress EVERYWHERE = new ListenAddress("0.0.0.0", 8080);

    @Test
    void onLoopbackASubdomainOfLocalhostNeedsNoDns() {
        Reach reach = reach(RelayConfig.builder(), LOOPBACK);

        assertThat(reach.urls().url(DEMO)).hasToString("http://demo.localhost:8080");
        assertThat(reach.urls().alsoAt(DEMO))
                .containsExactly(URI.create("http://127.0.0.1:8080/demo/"));
        assertThat(reach.plainScheme()).isEqualTo("http");
        assertThat(reach.authority()).isEqualTo("127.0.0.1:8080");
    }

    @Test
    void everyListenAddressHasItsPathUrl() {
        Reach reach = reach(RelayConfig.builder(), LOOPBACK, new ListenAddress("::1", 9090));

        assertThat(reach.urls().alsoAt(DEMO))
                .containsExactly(
                        URI.create("http://127.0.0.1:8080/demo/"),
                        URI.create("http://[::1]:9090/demo/"));
    }

    @Test
    void anOpenRelayForTheLocalNetworkNamesAddressesThatOthersCanReach() {
        Reach reach = reach(RelayConfig.builder().admission(new Admission.Open()), EVERYWHERE);

        assertThat(reach.urls().url(DEMO)).hasToString("http://demo.localhost:8080");
        assertThat(reach.urls().alsoAt(DEMO))
                .isNotEmpty()
                .allSatisfy(url -> assertThat(url.getHost()).doesNotContain("0.0.0.0"))
                .allSatisfy(url -> assertThat(url.getPath()).isEqualTo("/demo/"));
    }

    @Test
    void aRelayOfSeveralOwnersHasNoPathUrls() {
        Reach reach = reach(RelayConfig.builder().domain("t.example"), EVERYWHERE);

        assertThat(reach.urls().url(DEMO)).hasToString("http://demo.t.example:8080");
        assertThat(reach.urls().alsoAt(DEMO)).isEmpty();
    }

    @Test
    void thePublicUrlIsWhatVisitorsSee() {
        Reach reach =
                reach(RelayConfig.builder().publicUrl(URI.create("https://t.example")), LOOPBACK);

        assertThat(reach.urls().url(DEMO)).hasToString("https://demo.t.example");
        assertThat(reach.urls().alsoAt(DEMO))
                .containsExactly(URI.create("https://t.example/demo/"));
        assertThat(reach.domains().label("demo.t.example")).contains("demo");
        assertThat(reach.domains().label("demo.localhost:8080")).isEmpty();
        assertThat(reach.plainScheme()).isEqualTo("https");
    }

    @Test
    void aDomainMayDifferFromThePublicUrl() {
        Reach reach =
                reach(
                        RelayConfig.builder()
                                .domain("apps.example")
                                .publicUrl(URI.create("https://relay.example:8443")),
                        LOOPBACK);

        assertThat(reach.urls().url(DEMO)).hasToString("https://demo.apps.example:8443");
        assertThat(reach.urls().alsoAt(DEMO))
                .containsExactly(URI.create("https://relay.example:8443/demo/"));
    }

    @Test
    void localhostIsNoDomainOfAPublicName() {
        Reach reach =
                reach(
                        RelayConfig.builder()
                                .domain("localhost")
                                .publicUrl(URI.create("https://t.example")),
                        LOOPBACK);

        assertThat(reach.urls().url(DEMO)).hasToString("https://demo.t.example");
        assertThat(reach.domains().label("demo.t.example")).contains("demo");
        assertThat(reach.domains().label("demo.localhost")).contains("demo");
    }

    @Test
    void anAddressWithTlsGoesBeforeOneWithout() {
        ListenAddress plain = new ListenAddress("127.0.0.1", 8080);
        ListenAddress tls = new ListenAddress(ListenAddress.Scheme.HTTPS, "127.0.0.1", 8443);
        Reach reach = reach(RelayConfig.builder().certificates(ANY_CERTIFICATE), plain, tls);

        assertThat(reach.urls().url(DEMO)).hasToString("https://demo.localhost:8443");
        assertThat(reach.urls().alsoAt(DEMO))
                .containsExactly(
                        URI.create("https://127.0.0.1:8443/demo/"),
                        URI.create("http://127.0.0.1:8080/demo/"));
        assertThat(reach.authority()).isEqualTo("127.0.0.1:8443");
        assertThat(reach.plainScheme()).isEqualTo("http");
        assertThat(reach.httpsPort()).isEqualTo(8443);
    }

    @Test
    void thePortThatHttpsImpliesIsLeftOut() {
        ListenAddress tls = new ListenAddress(ListenAddress.Scheme.HTTPS, "127.0.0.1", 443);
        Reach reach = reach(RelayConfig.builder().certificates(ANY_CERTIFICATE), tls);

        assertThat(reach.urls().url(DEMO)).hasToString("https://demo.localhost");
    }

    @Test
    void visitorsWithTlsComeInWhereThePublicUrlSaysSo() {
        assertThat(httpsPort("https://t.example")).isEqualTo(443);
        assertThat(httpsPort("https://t.example:8443")).isEqualTo(8443);
        assertThat(httpsPort("http://t.example:8443")).isEqualTo(-1);
    }

    private static int httpsPort(String publicUrl) {
        return reach(RelayConfig.builder().publicUrl(URI.create(publicUrl)), LOOPBACK).httpsPort();
    }

    @Test
    void anAddressHasNoRoomForNamesInFrontOfIt() {
        Reach reach =
                reach(RelayConfig.builder().publicUrl(URI.create("http://192.0.2.7")), LOOPBACK);

        assertThat(reach.urls().url(DEMO)).hasToString("http://192.0.2.7/demo/");
        assertThat(reach.urls().alsoAt(DEMO)).isEmpty();
    }

    private static Reach reach(RelayConfig.Builder config, ListenAddress... bound) {
        return Reach.of(config.listen(bound).build(), List.of(bound));
    }
}
