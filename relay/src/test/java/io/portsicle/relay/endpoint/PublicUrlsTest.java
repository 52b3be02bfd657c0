package io.portsicle.relay.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

class PublicUrlsTest {
    private static final EndpointName DEMO = new EndpointName("demo");

    @Test
    void putsTheNameInFrontOfTheDomain() {
        PublicUrls urls = new PublicUrls(PublicUrls.base("http", "localhost", 8080), List.of());

        assertThat(urls.url(DEMO)).hasToString("http://demo.localhost:8080");
        assertThat(urls.alsoAt(DEMO)).isEmpty();
    }

    @Test
    void leavesOutThePortThatTheSchemeImplies() {
        assertThat(PublicUrls.base("http", "a.example", 80)).hasToString("http://a.example");
        assertThat(PublicUrls.base("https", "a.example", 443)).hasToString("https://a.example");
        assertThat(PublicUrls.base("https", "a.example", 80)).hasToString("https://a.example:80");
    }

    @Test
    void namesEveryPathUrlAsWell() {
        PublicUrls urls =
                new PublicUrls(
                        PublicUrls.base("http", "localhost", 8080),
                        List.of(
                                PublicUrls.base("http", "127.0.0.1", 8080),
                                PublicUrls.base("http", "::1", 8080)));

        assertThat(urls.alsoAt(DEMO))
                .containsExactly(
                        URI.create("http://127.0.0.1:8080/demo/"),
                        URI.create("http://[::1]:8080/demo/"));
    }

    @Test
    void putsAPathFirstWhereSubdomainsCantReachTheRelay() {
        PublicUrls urls =
                new PublicUrls(
                        null,
                        List.of(
                                PublicUrls.base("http", "192.0.2.7", 80),
                                PublicUrls.base("http", "127.0.0.1", 8080)));

        assertThat(urls.url(DEMO)).hasToString("http://192.0.2.7/demo/");
        assertThat(urls.alsoAt(DEMO)).containsExactly(URI.create("http://127.0.0.1:8080/demo/"));
    }
}
