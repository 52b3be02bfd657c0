package io.portsicle.relay.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

class PathUrlTest {
    private static final PathUrl BELOW = new PathUrl("demo", "/Demo", null);
    private static final PathUrl IN_PLACE = new PathUrl("demo", "/demo", "/api/x");
    private static final String REMEMBERED = "portsicle-path=demo; Path=/; HttpOnly; SameSite=Lax";

    @Test
    void belowThePrefixThePathLosesIt() {
        Fields head = request("/Demo/x?/Demo/");
        BELOW.forward(head);

        assertThat(head.value(KnownField.PATH)).isEqualTo("/x?/Demo/");
        assertThat(head.value(KnownField.X_FORWARDED_PREFIX)).isEqualTo("/Demo");
    }

    @Test
    void inPlaceThePathStaysAndThePrefixIsToldAllTheSame() {
        Fields head = request("/api/x");
        IN_PLACE.forward(head);

        assertThat(head.value(KnownField.PATH)).isEqualTo("/api/x");
        assertThat(head.value(KnownField.X_FORWARDED_PREFIX)).isEqualTo("/demo");
    }

    @Test
    void everyFieldOfAResponseThatHoldsAUrlIsMapped() {
        Fields response =
                new Fields()
                        .add(KnownField.STATUS, "201")
                        .add("location", "/a")
                        .add("content-location", "http://relay.example/b")
                        .add("refresh", "1; url=/c")
                        .add("link", "</d>, </e>")
                        .add("set-cookie", "f=1; Path=/")
                        .add("set-cookie", "portsicle-path=evil")
                        .add("set-cookie", "g=1; Path=/g; Domain=relay.example")
                        .add("link", "</h>")
                        .add("service-worker-allowed", "/")
                        .add("x-other", "/i");

        assertThat(mapped(BELOW, request("/Demo/"), response))
                .containsExactly(
                        ":status: 201",
                        "location: /Demo/a",
                        "content-location: http://relay.example/Demo/b",
                        "refresh: 1; url=/Demo/c",
                        "link: </Demo/d>, </Demo/e>",
                        "set-cookie: f=1; Path=/Demo/",
                        "set-cookie: g=1; Path=/Demo/g",
                        "link: </Demo/h>",
                        "service-worker-allowed: /Demo/",
                        "x-other: /i");
    }

    @Test
    void aScopeBeyondThePrefixIsTakenAway() {
        Fields response = response("text/javascript").add("service-worker-allowed", "../");

        assertThat(mapped(BELOW, request("/Demo/sw.js"), response))
                .containsExactly(":status: 200", "content-type: text/javascript");
    }

    @ParameterizedTest
    @CsvSource({
        "sec-fetch-dest, document, text/html, true",
        "sec-fetch-dest, iframe, text/html; charset=utf-8, true",
        "sec-fetch-dest, document, application/xhtml+xml, true",
        "sec-fetch-dest, document, application/json, false",
        "sec-fetch-dest, empty, text/html, false",
        "sec-fetch-dest, script, text/html, false",
        "accept, 'text/html,*/*;q=0.8', TEXT/HTML, true",
        "accept, 'text/html,*/*;q=0.8', image/png, false",
        "accept, */*, text/html, false",
        "accept, application/json, text/html, false",
    })
    void onlyAPageIsRemembered(String field, String value, String type, boolean isRemembered) {
        Fields request = request("/Demo/").add(field, value);

        assertThat(mapped(BELOW, request, response(type)).contains("set-cookie: " + REMEMBERED))
                .isEqualTo(isRemembered);
    }

    @Test
    void aPageThatHasNotChangedIsRememberedToo() {
        Fields request = request("/Demo/").add("sec-fetch-dest", "document");
        Fields unchanged = new Fields().add(KnownField.STATUS, "304");
        Fields noContent = new Fields().add(KnownField.STATUS, "204");

        assertThat(mapped(BELOW, request.copy(), unchanged)).contains("set-cookie: " + REMEMBERED);
        assertThat(mapped(BELOW, request, noContent)).containsExactly(":status: 204");
    }

    @Test
    void whatTheBrowserRemembersIsNotSaidAgain() {
        Fields again = request("/Demo/").add("sec-fetch-dest", "document");
        again.add("cookie", "portsicle-path=demo");
        Fields another = request("/Demo/").add("sec-fetch-dest", "document");
        another.add("cookie", "portsicle-path=other");

        assertThat(mapped(BELOW, again, response("text/html"))).hasSize(2);
        assertThat(again.has(KnownField.COOKIE)).isFalse();
        assertThat(mapped(BELOW, another, response("text/html")))
                .contains("set-cookie: " + REMEMBERED);
    }

    @Test
    void overTlsTheCookieIsForTlsOnly() {
        Fields request = request("/Demo/").add("sec-fetch-dest", "document");
        request.set(KnownField.SCHEME, "https");

        assertThat(mapped(BELOW, request, response("text/html")))
                .contains("set-cookie: " + REMEMBERED + "; Secure");
    }

    private static Fields request(String path) {
        return new Fields()
                .add(KnownField.METHOD, "GET")
                .add(KnownField.SCHEME, "http")
                .add(KnownField.AUTHORITY, "relay.example")
                .add(KnownField.PATH, path);
    }

    private static Fields response(String type) {
        return new Fields().add(KnownField.STATUS, "200").add(KnownField.CONTENT_TYPE, type);
    }

    private static List<String> mapped(PathUrl url, Fields request, Fields response) {
        PathResponses.to(url, request).map(response);
        url.forward(request);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < response.count(); i++) {
            lines.add(response.name(i) + ": " + response.value(i));
        }
        return lines;
    }
}
