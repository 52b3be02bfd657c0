package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/// What a visitor asks reaches the local server as it was asked.
class RequestsTest {
    @AutoClose
    private static final RawServer LOCAL =
            RawServer.start(
                    (request, connection) -> {
                        byte[] body = connection.body(request).readAllBytes();
                        connection.respond(
                                200,
                                body.length + " bytes",
                                "Set-Cookie: a=1",
                                "X-Other: o",
                                "Set-Cookie: b=2");
                    });

    @AutoClose private static final Tunnel TUNNEL = Tunnel.to(LOCAL.port());

    @BeforeEach
    void forgetRequests() {
        LOCAL.forgetRequests();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a?x=1&y=2&x=3",
                "/a%2Fb/%2e%2E/c?next=%2F%3F",
                "/a/../b/./c",
                "//double//slashes/",
                "/semi;colon=1,comma/~tilde!$&'()*+:@",
                "/umlaut/%C3%A4%f0%9f%98%80",
                "/plus+and%20space?q=a+b%20c",
                "/empty?",
                "/question?a?b=c",
                "/lower%aa-upper%AA",
            })
    void theTargetArrivesByteForByte(String target) throws IOException {
        RawResponse response = RawVisitor.get(TUNNEL.url(), target);

        assertThat(response.status()).isEqualTo(200);
        assertThat(LOCAL.lastRequest().target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "BREW"})
    void anyMethodArrives(String method) throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            assertThat(visitor.request(method, "/").read().status()).isEqualTo(200);
        }
        assertThat(LOCAL.lastRequest().method()).isEqualTo(method);
    }

    @Test
    void optionsOfTheWholeServerArriveWithAnAsterisk() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawResponse response =
                    visitor.send("OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n").read();

            assertThat(response.status()).isEqualTo(200);
        }
        assertThat(LOCAL.lastRequest().target()).isEqualTo("*");
    }

    @Test
    void repeatedFieldsKeepTheirOrderAndNumberBothWays() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawResponse response =
                    visitor.get(
                            "/",
                            "X-Tag: one",
                            "Accept: text/html",
                            "X-Tag: two, three",
                            "X-Tag: ",
                            "X-Tag: one");

            assertThat(response.head().values("set-cookie")).containsExactly("a=1", "b=2");
        }
        assertThat(LOCAL.lastRequest().values("x-tag"))
                .containsExactly("one", "two, three", "", "one");
    }

    @Test
    void sixtyKibibytesOfCookiesArrive() throws IOException {
        String cookie = "session=" + "c".repeat(60 * 1024);
        try (RawVisitor visitor = TUNNEL.visitor()) {
            assertThat(visitor.get("/", "Cookie: " + cookie).status()).isEqualTo(200);
        }
        assertThat(LOCAL.lastRequest().values("cookie")).containsExactly(cookie);
    }

    @Test
    void aHeadBeyondTheLimitIsRefusedWith431AndNotSeenByTheLocalServer() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawResponse response = visitor.get("/", "Cookie: " + "c".repeat(70 * 1024));

            assertThat(response.status()).isEqualTo(431);
            assertThat(response.field("Portsicle-Error")).isEqualTo("head-too-large");
        }
        assertThat(LOCAL.requests()).isEmpty();
    }

    @Test
    void bytesBeyondAsciiInAFieldValueArriveAsTheyAre() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.get("/", "X-Name: J\u00fcrgen\u0080\u00ff");
        }
        assertThat(LOCAL.lastRequest().value("x-name")).contains("J\u00fcrgen\u0080\u00ff");
    }

    @Test
    void fieldsOfOneHopStayOnTheirHop() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.get(
                    "/",
                    "Connection: keep-alive, X-Private",
                    "X-Private: p",
                    "Keep-Alive: timeout=5",
                    "Proxy-Connection: keep-alive",
                    "TE: gzip",
                    "X-Public: q");
        }
        var seen = LOCAL.lastRequest();
        assertThat(seen.values("x-public")).containsExactly("q");
        assertThat(seen.values("x-private")).isEmpty();
        assertThat(seen.values("keep-alive")).isEmpty();
        assertThat(seen.values("proxy-connection")).isEmpty();
        assertThat(seen.values("te")).isEmpty();
    }

    @Test
    void connectionCantBeUsedToRemoveTheFieldsThatTheRelaySets() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.get(
                    "/",
                    "Connection: close, X-Forwarded-For, Forwarded, X-Forwarded-Proto, Cookie",
                    "Cookie: a=b");
        }
        var seen = LOCAL.lastRequest();
        assertThat(seen.values("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(seen.values("forwarded")).hasSize(1);
        assertThat(seen.values("x-forwarded-proto")).containsExactly("http");
    }

    @Test
    void chunkedTrailersAndExtensionsDoNotDisturbTheRequest() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawResponse response =
                    visitor.send(
                                    "POST /t HTTP/1.1\r\n"
                                            + "Host: {host}\r\n"
                                            + "Transfer-Encoding: chunked\r\n\r\n"
                                            + "5;ext=1\r\n"
                                            + "hello\r\n"
                                            + "0\r\n"
                                            + "X-Sum: 5\r\n\r\n")
                            .read();

            assertThat(response.text()).isEqualTo("5 bytes");
            assertThat(visitor.get("/next").status()).isEqualTo(200);
        }
    }
}
