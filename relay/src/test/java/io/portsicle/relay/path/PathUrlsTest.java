package io.portsicle.relay.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.PathHosts;
import io.portsicle.relay.harness.StillHolder;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;

class PathUrlsTest {
    private static final String HOST = "relay.local:8080";
    private static final String PAGE = "Referer: http://relay.local:8080/demo/page";
    private static final String COOKIE = "Cookie: a=1; portsicle-path=demo; b=2";

    private final Endpoints endpoints = new Endpoints();
    private final PathUrls urls = new PathUrls(endpoints, new PathHosts.OwnNames(Set.of()));

    @BeforeEach
    void twoEndpoints() {
        endpoints.claim(new EndpointName("demo"), new StillHolder(null));
        endpoints.claim(new EndpointName("other"), new StillHolder(null));
    }

    @ParameterizedTest
    @CsvSource({
        "/demo/, below demo",
        "/demo/x?y, below demo",
        "/DEMO/x, below demo",
        "/demo, 308 /demo/",
        "/DEMO?a=/b, 308 /demo/?a=/b",
        "/, nowhere",
        "/nobody/, nowhere",
        "/demo2/, nowhere",
        "//demo/, nowhere",
        "*, nowhere",
    })
    void aPathNamesItsEndpoint(String path, String route) {
        assertThat(get(path)).isEqualTo(route);
    }

    @ParameterizedTest
    @CsvSource({
        "http://relay.local:8080/demo/, 307 /demo/x.css",
        "http://relay.local:8080/demo/a/b?c, 307 /demo/x.css",
        "http://RELAY.local:8080/DEMO/a, 307 /DEMO/x.css",
        "https://relay.local:8080/demo/a, 307 /demo/x.css",
        "http://relay.local:8080/demo, nowhere",
        "http://relay.local:8080/nobody/, nowhere",
        "http://relay.local:8080/, nowhere",
        "http://relay.local:8080, nowhere",
        "http://relay.local/demo/, nowhere",
        "http://evil.example/demo/, nowhere",
        "http://evil.example/?http://relay.local:8080/demo/, nowhere",
        "http://x@relay.local:8080/demo/, nowhere",
        "/demo/, nowhere",
    })
    void aFileBelongsToThePageThatAskedForIt(String referer, String route) {
        assertThat(get("/x.css", "Referer: " + referer)).isEqualTo(route);
    }

    @ParameterizedTest
    @CsvSource({
        "a=1; portsicle-path=demo, 307 /demo/x.css",
        "portsicle-path=demo, 307 /demo/x.css",
        "portsicle-path=other; portsicle-path=demo, 307 /other/x.css",
        "portsicle-path=nobody, nowhere",
        "portsicle-path=, nowhere",
        "portsicle-path=demo/x, nowhere",
        "portsicle-path=../demo, nowhere",
        "x=portsicle-path=demo, nowhere",
        "a=1, nowhere",
    })
    void withoutSuchAPageItBelongsToTheOneThatWasShownLast(String cookie, String route) {
        assertThat(get("/x.css", "Cookie: " + cookie)).isEqualTo(route);
    }

    @Test
    void thePageCountsMoreThanTheCookie() {
        String other = "Cookie: portsicle-path=other";

        assertThat(get("/x.css", PAGE, other)).isEqualTo("307 /demo/x.css");
        assertThat(get("/x.css", "Referer: http://relay.local:8080/dashboard", other))
                .isEqualTo("307 /other/x.css");
    }

    @Test
    void aNameCountsMoreThanBoth() {
        assertThat(get("/other/x", PAGE, COOKIE)).isEqualTo("below other");
        assertThat(get("/other", PAGE, COOKIE)).isEqualTo("308 /other/");
        assertThat(get("/nobody/x", PAGE)).isEqualTo("307 /demo/nobody/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/portsicle/",
                "/.well-known/portsicle/anything",
                "/.well-known/ptth/x",
            })
    void theRelaysOwnPathsAreNobodyElses(String path) {
        assertThat(get(path, PAGE, COOKIE)).isEqualTo("nowhere");
        assertThat(get("/.well-known/change-password", PAGE))
                .isEqualTo("307 /demo/.well-known/change-password");
    }

    @Test
    void theTargetIsSentOnByteForByte() {
        assertThat(get("//x/%2e%2e/\\y?a=//b", PAGE)).isEqualTo("307 /demo//x/%2e%2e/\\y?a=//b");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '', nowhere",
        "HEAD, '', nowhere",
        "GET, Sec-Fetch-Mode: navigate, nowhere",
        "GET, Sec-Fetch-Mode: cors, 307 /demo/",
        "POST, '', 307 /demo/",
        "GET, Upgrade: websocket, in place / of demo",
        "GET, Referer: http://relay.local:8080/demo/, 307 /demo/",
        "GET, Referer: http://relay.local:8080/other/, 307 /other/",
    })
    void whoGoesToTheRelayItselfSeesTheRelay(String method, String field, String route) {
        assertThat(route(method, "/", COOKIE, field)).isEqualTo(route);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "DELETE", "PROPFIND"})
    void everyMethodIsSentOn(String method) {
        assertThat(route(method, "/api", PAGE)).isEqualTo("307 /demo/api");
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 0, 307 /demo/api",
        "Content-Length: 1048576, 307 /demo/api",
        "Content-Length: 1048577, in place /api of demo",
        "Transfer-Encoding: chunked, in place /api of demo",
        "Upgrade: websocket, in place /api of demo",
        ":protocol: websocket, in place /api of demo",
    })
    void whatCanNotBeSentTwiceIsServedInPlace(String field, String route) {
        assertThat(route("POST", "/api", PAGE, field)).isEqualTo(route);
    }

    @Test
    void aServiceWorkerIsNeverFoundByItsPage() {
        assertThat(get("/sw.js", "Service-Worker: script", PAGE, COOKIE)).isEqualTo("nowhere");
        assertThat(get("/demo/sw.js", "Service-Worker: script")).isEqualTo("below demo");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: http://relay.local:8080, true",
        "Origin: null, true",
        "Origin: http://evil.example, false",
        "Origin: http://relay.local:3000, false",
        "Sec-Fetch-Site: same-origin, true",
        "Sec-Fetch-Site: none, true",
        "Sec-Fetch-Site: same-site, false",
        "Sec-Fetch-Site: cross-site, false",
    })
    void pagesOfOthersLearnNothingFromTheCookie(String field, boolean isFound) {
        assertThat(get("/x", field, COOKIE)).isEqualTo(isFound ? "307 /demo/x" : "nowhere");
    }

    @Test
    void pagesOfOthersMayLeadTheVisitorToTheEndpoint() {
        assertThat(
                        get(
                                "/callback?code=1",
                                "Sec-Fetch-Site: cross-site",
                                "Sec-Fetch-Mode: navigate",
                                COOKIE))
                .isEqualTo("307 /demo/callback?code=1");
    }

    @Test
    void whereThereAreNoPathUrlsNothingIsFound() {
        PathUrls none = new PathUrls(endpoints, new PathHosts.Nowhere());

        assertThat(none.route(HOST, "/demo/", head("GET"))).isEqualTo(new PathRoute.Nowhere());
        assertThat(none.route(HOST, "/x", head("GET", PAGE, COOKIE)))
                .isEqualTo(new PathRoute.Nowhere());
        assertThat(urls.route("evil.example", "/x", head("GET", COOKIE)))
                .isEqualTo(new PathRoute.Nowhere());
    }

    private String get(String path, String... fields) {
        return route("GET", path, fields);
    }

    private String route(String method, String path, String... fields) {
        return switch (urls.route(HOST, path, head(method, fields))) {
            case PathRoute.ToEndpoint to when to.url().place() == null ->
                    "below " + to.url().name();
            case PathRoute.ToEndpoint to ->
                    "in place " + to.url().place() + " of " + to.url().name();
            case PathRoute.WithSlash to -> "308 " + to.location();
            case PathRoute.BelowPrefix to -> "307 " + to.location();
            case PathRoute.Nowhere nowhere -> "nowhere";
        };
    }

    private static Fields head(String method, String... fields) {
        Fields head = new Fields().add(KnownField.METHOD, method);
        for (String field : fields) {
            int colon = field.indexOf(':', 1);
            if (colon > 0) {
                head.add(field.substring(0, colon), field.substring(colon + 1).strip());
            }
        }
        return head;
    }
}
