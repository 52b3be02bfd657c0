package io.portsicle.relay.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlMapTest {
    private final UrlMap urls = new UrlMap("/demo", "relay.example:8080");

    @ParameterizedTest
    @CsvSource({
        "/, /demo/",
        "/x, /demo/x",
        "/x/y?a=/z#/w, /demo/x/y?a=/z#/w",
        "/?a, /demo/?a",
        "/demonstration, /demo/demonstration",
        "/x/demo/, /demo/x/demo/",
        "http://relay.example:8080/x, http://relay.example:8080/demo/x",
        "HTTP://RELAY.example:8080/x, HTTP://RELAY.example:8080/demo/x",
        "http://relay.example:8080, http://relay.example:8080/demo/",
        "http://relay.example:8080?q, http://relay.example:8080/demo/?q",
        "https://relay.example:8080/x, https://relay.example:8080/demo/x",
    })
    void whatKnowsNothingOfThePrefixGetsIt(String reference, String mapped) {
        assertThat(urls.map(reference)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/demo",
                "/demo/",
                "/demo/x",
                "/demo?x",
                "/demo#x",
                "/DEMO/x",
                "http://relay.example:8080/demo",
                "http://relay.example:8080/demo/x?/y",
            })
    void whatHasThePrefixNeverGetsItTwice(String reference) {
        assertThat(urls.map(reference)).isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "./x",
                "../x",
                "?x",
                "#x",
                "//other.example/x",
                "//relay.example:8080/x",
                "/\\other.example/x",
                "http://other.example:8080/x",
                "http://relay.example/x",
                "http://relay.example:8081/x",
                "http://user@relay.example:8080/x",
                "http://relay.example:8080.evil.example/x",
                "http:/x",
                "ftp://relay.example:8080/x",
                "mailto:a@relay.example",
            })
    void everythingElseStays(String reference) {
        assertThat(urls.map(reference)).isEqualTo(reference);
    }

    @Test
    void theUsualPortMayBeSaidOrNot() {
        UrlMap usual = new UrlMap("/demo", "relay.example");

        assertThat(usual.map("http://relay.example:80/x"))
                .isEqualTo("http://relay.example:80/demo/x");
        assertThat(usual.map("https://relay.example:443/x"))
                .isEqualTo("https://relay.example:443/demo/x");
        assertThat(new UrlMap("/demo", "[::1]:80").map("http://[::1]/x"))
                .isEqualTo("http://[::1]/demo/x");
    }
}
