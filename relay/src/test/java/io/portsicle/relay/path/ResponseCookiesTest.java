package io.portsicle.relay.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseCookiesTest {
    private final UrlMap urls = new UrlMap("/demo", "relay.example");
    private final ResponseCookies cookies = new ResponseCookies(urls, null);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a=1; Path=/ | a=1; Path=/demo/",
                "a=1; Path=/x | a=1; Path=/demo/x",
                "a=1;path=/x;HttpOnly | a=1; HttpOnly; Path=/demo/x",
                "a=1; PATH = /x ; Secure | a=1; Secure; Path=/demo/x",
                "a=1; Path=/demo | a=1; Path=/demo",
                "a=1; Path=/demo/x | a=1; Path=/demo/x",
                "a=1; Path=/demonstration | a=1; Path=/demo/demonstration",
                "a=1; Path=/x; Path=/y | a=1; Path=/demo/y",
                "a=1; Path=//x | a=1; Path=/demo//x",
            })
    void thePathGetsThePrefix(String value, String mapped) {
        assertThat(cookies.map(value)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a=1 | a=1",
                "a=1; HttpOnly | a=1; HttpOnly",
                "a=1; Path | a=1",
                "a=1; Path=; Secure | a=1; Secure",
                "a=1; Path=x | a=1",
                "a=1; Path=\"/x\" | a=1",
                "a=1; Path=/x; Path= | a=1",
            })
    void withoutAGoodPathTheBrowserTakesThatOfThePublicUrl(String value, String mapped) {
        assertThat(cookies.map(value)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @CsvSource({"/, /demo/", "/login?next=/a/b, /demo/", "/api/x, /demo/api", "/a/b/, /demo/a/b"})
    void inPlaceTheBrowserWouldTakeTheWrongOne(String place, String path) {
        ResponseCookies inPlace = new ResponseCookies(urls, place);

        assertThat(inPlace.map("a=1")).isEqualTo("a=1; Path=" + path);
        assertThat(inPlace.map("a=1; Path=/x")).isEqualTo("a=1; Path=/demo/x");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a=1; Domain=relay.example; Path=/ | a=1; Path=/demo/",
                "a=1; domain=.example; Secure; DOMAIN=x | a=1; Secure",
                "a=1; Domain | a=1",
            })
    void noNeighbourGetsItByTheDomain(String value, String mapped) {
        assertThat(cookies.map(value)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a=\"x, y\"; Max-Age=5; Expires=Wed, 21 Oct 2026 07:28:00 GMT; SameSite=None;"
                        + " Partitioned",
                "=a",
                "a",
            })
    void everythingElseStays(String value) {
        assertThat(cookies.map(value)).isEqualTo(value);
    }

    @Test
    void aCookieForTheWholeHostIsRenamedForThePrefix() {
        assertThat(cookies.map("__Host-sid=1; Secure; Path=/"))
                .isEqualTo("__Secure-Host-sid=1; Secure; Path=/demo/");
        assertThat(cookies.map("__Secure-sid=1; Secure; Path=/"))
                .isEqualTo("__Secure-sid=1; Secure; Path=/demo/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "portsicle-path=other; Path=/",
                " portsicle-path = other",
                "=portsicle-path=other",
                "portsicle-path",
            })
    void theRelaysOwnCookieIsNoneOfTheLocalServersBusiness(String value) {
        assertThat(cookies.map(value)).isNull();
    }

    @Test
    void whatOnlyLooksLikeTheRelaysOwnStays() {
        assertThat(cookies.map("portsicle-paths=1")).isEqualTo("portsicle-paths=1");
        assertThat(cookies.map("a=portsicle-path=1")).isEqualTo("a=portsicle-path=1");
    }
}
