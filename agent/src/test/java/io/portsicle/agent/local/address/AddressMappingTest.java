package io.portsicle.agent.local.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class AddressMappingTest {
    private static final PublicAddress SUBDOMAIN = address("https", "demo.example.com", "");
    private static final PublicAddress PATH = address("http", "relay.example.com:8080", "/demo");

    // ---- requests

    @Test
    void theEndpointsOwnOriginBecomesTheServers() {
        assertThat(origin("https://demo.example.com", SUBDOMAIN))
                .isEqualTo("http://localhost:3000");
        assertThat(origin("http://relay.example.com:8080", PATH))
                .isEqualTo("http://localhost:3000");
        assertThat(origin("https://DEMO.example.com", SUBDOMAIN))
                .isEqualTo("http://localhost:3000");
    }

    @Test
    void aPortThatTheSchemeImpliesIsNoDifference() {
        assertThat(origin("https://demo.example.com", address("https", "demo.example.com:443", "")))
                .isEqualTo("http://localhost:3000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://demo.example.com",
                "https://demo.example.com:8443",
                "https://demo.example.com.evil.example",
                "https://other.example.com",
                "null",
                "",
            })
    void anotherOriginStays(String origin) {
        assertThat(origin(origin, SUBDOMAIN)).isEqualTo(origin);
    }

    @ParameterizedTest
    @CsvSource({
        "https://demo.example.com/, http://localhost:3000/",
        "https://demo.example.com/a/b?c=d, http://localhost:3000/a/b?c=d",
        "https://demo.example.com, http://localhost:3000/",
        "https://demo.example.com?x, http://localhost:3000/?x",
        "https://DEMO.example.com/A, http://localhost:3000/A",
        "https://demo.example.com.evil.example/, https://demo.example.com.evil.example/",
        "https://demo.example.com:8443/, https://demo.example.com:8443/",
        "http://demo.example.com/, http://demo.example.com/",
        "https://other.example.com/x, https://other.example.com/x",
    })
    void aRefererThatIsAPageOfTheEndpointBecomesOneOfTheServer(String referer, String expected) {
        assertThat(referer(referer, SUBDOMAIN, mapping("/"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://relay.example.com:8080/demo/a?b, http://localhost:3000/a?b",
        "http://relay.example.com:8080/demo, http://localhost:3000/",
        "http://relay.example.com:8080/demolition/, http://relay.example.com:8080/demolition/",
        "http://relay.example.com:8080/other/, http://relay.example.com:8080/other/",
    })
    void ofAPathUrlOnlyTheEndpointsOwnPagesAreTheServers(String referer, String expected) {
        assertThat(referer(referer, PATH, mapping("/"))).isEqualTo(expected);
    }

    @Test
    void aRefererGetsTheBasePathThatItsRequestHad() {
        assertThat(referer("https://demo.example.com/a", SUBDOMAIN, mapping("/app")))
                .isEqualTo("http://localhost:3000/app/a");
    }

    @Test
    void aHostThatIsNotRewrittenHasItsOriginAndRefererToo() {
        Fields head = new Fields().add(KnownField.ORIGIN, "https://demo.example.com");
        head.add(KnownField.REFERER, "https://demo.example.com/");
        keeping().toLocal(head, SUBDOMAIN);
        assertThat(head.value(KnownField.ORIGIN)).isEqualTo("https://demo.example.com");
        assertThat(head.value(KnownField.REFERER)).isEqualTo("https://demo.example.com/");
    }

    // ---- responses

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000/login?next=/, https://demo.example.com/login?next=/",
        "http://127.0.0.1:3000/login, https://demo.example.com/login",
        "http://[::1]:3000/login, https://demo.example.com/login",
        "HTTP://LOCALHOST:3000/Login, https://demo.example.com/Login",
        "https://localhost:3000/login, https://demo.example.com/login",
        "//localhost:3000/login, https://demo.example.com/login",
        "http://localhost:3000, https://demo.example.com/",
        "http://localhost:3000?a#b, https://demo.example.com/?a#b",
    })
    void aRedirectToTheServerItselfLeadsToThePublicUrl(String location, String expected) {
        assertThat(location(location, SUBDOMAIN, mapping("/"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "login",
                "?page=2",
                "",
                "//other.example/",
                "/\\other.example/",
                "http://localhost/login",
                "http://localhost:3001/login",
                "https://localhost/login",
                "http://localhost:3000@other.example/",
                "http://other.example/http://localhost:3000/",
                "http://localhost.example:3000/",
                "http:localhost:3000/",
                "http:/localhost:3000/",
                "mailto:me@localhost:3000",
                "ftp://localhost:3000/",
            })
    void everyOtherRedirectStays(String location) {
        assertThat(location(location, SUBDOMAIN, mapping("/"))).isEqualTo(location);
    }

    @Test
    void aPathUrlGetsItsPrefixBack() {
        assertThat(location("http://localhost:3000/login", PATH, mapping("/")))
                .isEqualTo("http://relay.example.com:8080/demo/login");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000/app/login, https://demo.example.com/login",
        "http://localhost:3000/app, https://demo.example.com/",
        "http://localhost:3000/app?x, https://demo.example.com/?x",
        "http://localhost:3000/apple, https://demo.example.com/apple",
        "http://localhost:3000/, https://demo.example.com/",
        "/app/login, /login",
        "/app, /",
        "/apple, /apple",
        "/app//other.example, https://demo.example.com//other.example",
    })
    void aBasePathIsTakenOutAgain(String location, String expected) {
        assertThat(location(location, SUBDOMAIN, mapping("/app"))).isEqualTo(expected);
    }

    @Test
    void aServerBeyondLoopbackHasOneNameOnly() {
        AddressMapping mapping =
                new AddressMapping(own("web.test", Optional.of("web.test:3000"), ""));
        assertThat(location("http://web.test:3000/a", SUBDOMAIN, mapping))
                .isEqualTo("https://demo.example.com/a");
        assertThat(location("http://localhost:3000/a", SUBDOMAIN, mapping))
                .isEqualTo("http://localhost:3000/a");
    }

    @Test
    void aServerThatIsGivenAHostHasThatNameToo() {
        AddressMapping fixed = new AddressMapping(own("localhost", Optional.of("app.test"), ""));
        assertThat(location("http://app.test/a", SUBDOMAIN, fixed))
                .isEqualTo("https://demo.example.com/a");
        assertThat(location("http://localhost:3000/a", SUBDOMAIN, fixed))
                .isEqualTo("https://demo.example.com/a");
    }

    @Test
    void allFieldsThatLeadSomewhereAreMapped() {
        Fields head = new Fields().add(KnownField.STATUS, "200");
        head.add(KnownField.CONTENT_LOCATION, "http://localhost:3000/a");
        head.add(KnownField.REFRESH, "5; url='http://localhost:3000/b'");
        head.add(KnownField.ACCESS_CONTROL_ALLOW_ORIGIN, "http://localhost:3000");
        mapping("/").toPublic(head, PATH);
        assertThat(head.value(KnownField.CONTENT_LOCATION))
                .isEqualTo("http://relay.example.com:8080/demo/a");
        assertThat(head.value(KnownField.REFRESH))
                .isEqualTo("5; url='http://relay.example.com:8080/demo/b'");
        assertThat(head.value(KnownField.ACCESS_CONTROL_ALLOW_ORIGIN))
                .isEqualTo("http://relay.example.com:8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "null", "https://other.example", "http://localhost:3001"})
    void anotherAllowedOriginStays(String origin) {
        Fields head = new Fields().add(KnownField.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        mapping("/").toPublic(head, SUBDOMAIN);
        assertThat(head.value(KnownField.ACCESS_CONTROL_ALLOW_ORIGIN)).isEqualTo(origin);
    }

    @Test
    void aHostThatIsNotRewrittenIsMappedInRedirectsOnly() {
        Fields head = new Fields().add(KnownField.LOCATION, "http://localhost:3000/a");
        head.add(KnownField.ACCESS_CONTROL_ALLOW_ORIGIN, "http://localhost:3000");
        keeping().toPublic(head, SUBDOMAIN);
        assertThat(head.value(KnownField.LOCATION)).isEqualTo("https://demo.example.com/a");
        assertThat(head.value(KnownField.ACCESS_CONTROL_ALLOW_ORIGIN))
                .isEqualTo("http://localhost:3000");
    }

    // ---- what else a request says of the public address

    @Test
    void noOtherHostIsNamedBesideTheLocalOne() {
        Fields head = head("https", "demo.example.com", "/demo");
        head.add(KnownField.FORWARDED, "for=192.0.2.1;proto=https;host=\"demo.example.com\"");
        mapping("/").toLocal(head, PublicAddress.of(head, null));
        assertThat(head.has(KnownField.X_FORWARDED_HOST)).isFalse();
        assertThat(head.value(KnownField.FORWARDED)).contains("demo.example.com");
        assertThat(head.value(KnownField.X_FORWARDED_PROTO)).isEqualTo("https");
        assertThat(head.value(KnownField.X_FORWARDED_PREFIX)).isEqualTo("/demo");
    }

    @Test
    void aRequestOfTheEndpointsOwnPageSaysNothingOfThePublicAddress() {
        Fields head = head("https", "demo.example.com", "/demo");
        head.add(KnownField.FORWARDED, "for=192.0.2.1;proto=https;host=\"demo.example.com\"");
        head.add(KnownField.X_FORWARDED_FOR, "192.0.2.1");
        head.add(KnownField.ORIGIN, "https://demo.example.com");
        mapping("/").toLocal(head, PublicAddress.of(head, null));
        assertThat(head.has(KnownField.X_FORWARDED_HOST)).isFalse();
        assertThat(head.has(KnownField.FORWARDED)).isFalse();
        assertThat(head.has(KnownField.X_FORWARDED_PROTO)).isFalse();
        assertThat(head.has(KnownField.X_FORWARDED_PREFIX)).isFalse();
        assertThat(head.value(KnownField.X_FORWARDED_FOR)).isEqualTo("192.0.2.1");
    }

    @Test
    void whereTheHostIsKeptSoIsAllElse() {
        Fields head = head("https", "demo.example.com", "/demo");
        head.add(KnownField.ORIGIN, "https://demo.example.com");
        Fields before = head.copy();
        keeping().toLocal(head, PublicAddress.of(head, null));
        assertThat(head).hasToString(before.toString());
        assertThat(head.value(KnownField.ORIGIN)).isEqualTo("https://demo.example.com");
    }

    // ---- the public address

    @Test
    void aRequestWithoutForwardedFieldsHasTheAddressThatItAsksFor() {
        Fields head = new Fields().add(KnownField.SCHEME, "https");
        head.add(KnownField.AUTHORITY, "demo.example.com");
        assertThat(PublicAddress.of(head, null).base()).isEqualTo("https://demo.example.com");
    }

    @Test
    void anAddressThatWasSeenLastIsNotReadAgain() {
        Fields head = head("https", "demo.example.com", "/demo");
        PublicAddress first = PublicAddress.of(head, null);
        assertThat(PublicAddress.of(head, first)).isSameAs(first);
        assertThat(PublicAddress.of(head("http", "demo.example.com", "/demo"), first).base())
                .isEqualTo("http://demo.example.com/demo");
        assertThat(PublicAddress.of(head("https", "other.example.com", "/demo"), first).base())
                .isEqualTo("https://other.example.com/demo");
        assertThat(PublicAddress.of(head("https", "demo.example.com", ""), first).base())
                .isEqualTo("https://demo.example.com");
    }

    private static String origin(String value, PublicAddress visited) {
        Fields head = new Fields().add(KnownField.ORIGIN, value);
        mapping("/").toLocal(head, visited);
        return head.value(KnownField.ORIGIN);
    }

    private static String referer(String value, PublicAddress visited, AddressMapping mapping) {
        Fields head = new Fields().add(KnownField.REFERER, value);
        mapping.toLocal(head, visited);
        return head.value(KnownField.REFERER);
    }

    private static String location(String value, PublicAddress visited, AddressMapping mapping) {
        Fields head = new Fields().add(KnownField.LOCATION, value);
        mapping.toPublic(head, visited);
        return head.value(KnownField.LOCATION);
    }

    private static AddressMapping keeping() {
        return new AddressMapping(own("localhost", Optional.empty(), ""));
    }

    /// A server on port 3000 that is told its own name; `basePath` may be `/`.
    private static AddressMapping mapping(String basePath) {
        String base = basePath.equals("/") ? "" : basePath;
        return new AddressMapping(own("localhost", Optional.of("localhost:3000"), base));
    }

    private static OwnAddress own(String host, Optional<String> hostField, String base) {
        String authority = host + ":3000";
        return new OwnAddress(
                "http", authority, base, hostField, hostField.equals(Optional.of(authority)));
    }

    private static PublicAddress address(String scheme, String authority, String prefix) {
        return PublicAddress.of(head(scheme, authority, prefix), null);
    }

    private static Fields head(String scheme, String authority, String prefix) {
        Fields head = new Fields().add(KnownField.SCHEME, "http");
        head.add(KnownField.AUTHORITY, "inner.example.com");
        head.add(KnownField.X_FORWARDED_PROTO, scheme);
        head.add(KnownField.X_FORWARDED_HOST, authority);
        return prefix.isEmpty() ? head : head.add(KnownField.X_FORWARDED_PREFIX, prefix);
    }
}
