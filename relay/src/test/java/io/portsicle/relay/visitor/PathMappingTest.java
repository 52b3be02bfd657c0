package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import io.portsicle.relay.Admission;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.Http2Client;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

/// Path URLs for servers and pages that know nothing of the prefix.
class PathMappingTest {
    private final RunningRelay relay = RunningRelay.start();
    private final Local local = Local.silent();
    private RawVisitor visitor;

    @BeforeEach
    void connect() throws Exception {
        relay.agent("demo", local);
        visitor = relay.visitor();
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @Test
    void redirectsAndCookiesComeBackWithThePrefix() throws Exception {
        visitor.send("GET /demo/login HTTP/1.1\nHost: 127.0.0.1:8080\n\n");
        local.next()
                .head(
                        "302",
                        "location",
                        "http://127.0.0.1:8080/welcome",
                        "set-cookie",
                        "sid=1; Path=/; HttpOnly")
                .data("", true);

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.field("location")).isEqualTo("http://127.0.0.1:8080/demo/welcome");
        assertThat(head.field("set-cookie")).isEqualTo("sid=1; HttpOnly; Path=/demo/");
    }

    @Test
    void hintsThatComeEarlyAreMappedToo() throws Exception {
        visitor.send("GET /demo/ HTTP/1.1\nHost: 127.0.0.1\n\n");
        local.next().head("103", "link", "</a.css>; rel=preload").respond("200", "page");

        RawVisitor.Head hints = visitor.readHead();
        assertThat(hints.status()).isEqualTo(103);
        assertThat(hints.field("link")).isEqualTo("</demo/a.css>; rel=preload");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("page");
    }

    @Test
    void aSubdomainsResponsesStayAsTheyAre() throws Exception {
        visitor.send(
                """
                GET / HTTP/1.1
                Host: demo.localhost
                Cookie: portsicle-path=other
                Accept: text/html

                """);
        Local.Exchange exchange = local.next();
        exchange.head("302", "location", "/x", "content-type", "text/html").data("", true);

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.field("location")).isEqualTo("/x");
        assertThat(head.field("set-cookie")).isEmpty();
        assertThat(exchange.field("cookie")).isEqualTo("portsicle-path=other");
    }

    @Test
    void theFilesOfAPageFollowItWithoutAndWithReferer() throws Exception {
        visitor.send("GET /demo/ HTTP/1.1\nHost: 127.0.0.1\nAccept: text/html\n\n");
        local.next().head("200", "content-type", "text/html").data("", true);
        RawVisitor.Head page = visitor.readHead();
        assertThat(page.field("set-cookie"))
                .isEqualTo("portsicle-path=demo; Path=/; HttpOnly; SameSite=Lax");
        visitor.readText("0\r\n\r\n".length());

        visitor.send("GET /a.css HTTP/1.1\nHost: 127.0.0.1\nCookie: portsicle-path=demo\n\n");
        assertSentTo("/demo/a.css");
        visitor.send("GET /b?c HTTP/1.1\nHost: 127.0.0.1\nReferer: http://127.0.0.1/demo/\n\n");
        assertSentTo("/demo/b?c");
        visitor.send("GET /a.css HTTP/1.1\nHost: 127.0.0.1\n\n");
        assertThat(visitor.readHead().field("portsicle-error")).isEqualTo("no-such-endpoint");
    }

    @Test
    void pagesOfTwoEndpointsOnOneConnectionStayApart() throws Exception {
        relay.agent("other", Local.silent());

        for (String name : new String[] {"demo", "other", "demo"}) {
            visitor.send(
                    """
                    GET /app.js HTTP/1.1
                    Host: 127.0.0.1
                    Referer: http://127.0.0.1/%s/page
                    Cookie: portsicle-path=other

                    """
                            .formatted(name));
            assertSentTo("/" + name + "/app.js");
        }
    }

    @Test
    void aSmallBodyIsSentToThePrefixAndTheConnectionGoesOn() throws Exception {
        visitor.send(
                """
                POST /login HTTP/1.1
                Host: 127.0.0.1
                Referer: http://127.0.0.1/demo/login
                Content-Length: 4

                bodyPOST /demo/login HTTP/1.1
                Host: 127.0.0.1
                Content-Length: 4

                body\
                """);

        assertSentTo("/demo/login");
        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":path")).isEqualTo("/login");
        exchange.whenEnded(() -> exchange.respond("200", "welcome"));
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("welcome");
        assertThat(exchange.body()).isEqualTo("body");
    }

    @Test
    void theLargestBodyThatIsSentTwiceIsReadToItsEnd() throws Exception {
        int size = 1024 * 1024;
        visitor.send(
                """
                POST /photos HTTP/1.1
                Host: 127.0.0.1
                Referer: http://127.0.0.1/demo/
                Content-Length: %d

                """
                        .formatted(size));
        visitor.send(new byte[size]);
        assertSentTo("/demo/photos");

        visitor.send("GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n");
        assertThat(visitor.readHead().status()).isEqualTo(200);
    }

    @Test
    void anUploadOfUnknownLengthIsServedInPlace() throws Exception {
        visitor.send(
                """
                POST /api/upload HTTP/1.1
                Host: 127.0.0.1
                Referer: http://127.0.0.1/demo/
                Cookie: a=1; portsicle-path=other
                Transfer-Encoding: chunked

                4
                body
                0

                """);

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":path")).isEqualTo("/api/upload");
        assertThat(exchange.field("x-forwarded-prefix")).isEqualTo("/demo");
        assertThat(exchange.field("cookie")).isEqualTo("a=1");
        exchange.head("201", "location", "/api/upload/1", "set-cookie", "b=2").data("", true);
        RawVisitor.Head head = visitor.readHead();
        assertThat(head.field("location")).isEqualTo("/demo/api/upload/1");
        assertThat(head.field("set-cookie")).isEqualTo("b=2; Path=/demo/api");
    }

    @Test
    void aWebSocketAtTheRootOpensAtThePageThatWasShownLast() throws Exception {
        visitor.send(
                """
                GET /?token=1 HTTP/1.1
                Host: 127.0.0.1
                Origin: http://127.0.0.1
                Cookie: portsicle-path=demo
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                """);

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":method")).isEqualTo("CONNECT");
        assertThat(exchange.field(":path")).isEqualTo("/?token=1");
        assertThat(exchange.field("x-forwarded-prefix")).isEqualTo("/demo");
        assertThat(exchange.field("cookie")).isEmpty();
        exchange.head("200", "set-cookie", "a=1; Path=/").data("hello", false);
        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(101);
        assertThat(head.field("set-cookie")).isEqualTo("a=1; Path=/demo/");
        assertThat(visitor.readText(5)).isEqualTo("hello");
    }

    @Test
    void theSameHoldsForHttp2() throws Exception {
        Http2Client browser = relay.add(Http2Client.connect(relay.uri(), "127.0.0.1:8080"));
        Http2Headers file = browser.request("GET", "/a.css");
        file.add("referer", "http://127.0.0.1:8080/demo/");
        Http2Client.Stream sentOn = browser.open(file, true);
        assertThat(sentOn.status()).isEqualTo(307);
        assertThat(sentOn.field("location")).isEqualTo("/demo/a.css");

        Http2Headers page = browser.request("GET", "/demo/x");
        page.add("cookie", "a=1").add("cookie", "portsicle-path=demo");
        Http2Client.Stream response = browser.open(page, true);
        Local.Exchange exchange = local.next();
        exchange.head("302", "location", "/y").data("", true);
        assertThat(response.field("location")).isEqualTo("/demo/y");
        assertThat(exchange.field("cookie")).isEqualTo("a=1");
        assertThat(exchange.field("x-forwarded-prefix")).isEqualTo("/demo");
    }

    @Test
    void aWebSocketOverHttp2OpensInPlaceToo() throws Exception {
        Http2Client browser = relay.add(Http2Client.connect(relay.uri(), "127.0.0.1:8080"));
        Http2Headers head = browser.request("CONNECT", "/?token=1");
        head.add(":protocol", "websocket").add("cookie", "portsicle-path=demo");
        Http2Client.Stream socket = browser.open(head, false);

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":path")).isEqualTo("/?token=1");
        exchange.head("200", "set-cookie", "a=1; Path=/").data("hello", true);
        assertThat(socket.field("set-cookie")).isEqualTo("a=1; Path=/demo/");
        assertThat(socket.wholeBody()).isEqualTo("hello");
    }

    @Test
    void theRelaysOwnPageIsItsOwnUnlessAnEndpointsPageLeadsThere() throws Exception {
        visitor.send("GET / HTTP/1.1\nHost: 127.0.0.1\nCookie: portsicle-path=demo\n\n");
        RawVisitor.Head home = visitor.readHead();
        assertThat(visitor.readBody(home)).contains("Portsicle relay");

        visitor.send("GET / HTTP/1.1\nHost: 127.0.0.1\nReferer: http://127.0.0.1/demo/x\n\n");
        assertSentTo("/demo/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/healthz", "/readyz", "/.well-known/portsicle/x", "/.well-known/ptth/x"})
    void theRelaysOwnPathsNeverReachALocalServer(String path) throws Exception {
        visitor.send(
                "GET %s HTTP/1.1\nHost: 127.0.0.1\nReferer: http://127.0.0.1/demo/\n\n"
                        .formatted(path));

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isNotEqualTo(307);
        assertThat(local.waiting()).isZero();
    }

    @Test
    void aPageThatPointsItsOwnNameAtThisMachineGetsNoFiles() throws Exception {
        visitor.send(
                """
                GET /x HTTP/1.1
                Host: evil.example
                Referer: http://evil.example/demo/
                Cookie: portsicle-path=demo

                """);

        assertThat(visitor.readHead().field("portsicle-error")).isEqualTo("no-such-endpoint");
    }

    @Test
    void aNameThatNobodyHasAndNoNameLookTheSame() throws Exception {
        visitor.send(
                """
                GET /x HTTP/1.1
                Host: 127.0.0.1
                Referer: http://127.0.0.1/guess/
                Cookie: portsicle-path=guess

                GET /x HTTP/1.1
                Host: 127.0.0.1

                """);

        String guessed = withoutDate(visitor.readHead());
        visitor.readText(length(guessed));
        assertThat(withoutDate(visitor.readHead())).isEqualTo(guessed);
    }

    @Test
    void behindTlsTheCookieIsForTlsOnly() throws Exception {
        try (RunningRelay fronted =
                RunningRelay.start(
                        RelayConfig.builder()
                                .admission(new Admission.Open())
                                .publicUrl(URI.create("https://tunnels.example.com")))) {
            Local server = Local.silent();
            fronted.agent("demo", server);
            RawVisitor browser = fronted.visitor();
            browser.send(
                    "GET /demo/ HTTP/1.1\nHost: tunnels.example.com\nSec-Fetch-Dest: document\n\n");
            server.next().head("200", "content-type", "text/html").data("", true);

            assertThat(browser.readHead().field("set-cookie"))
                    .isEqualTo("portsicle-path=demo; Path=/; HttpOnly; SameSite=Lax; Secure");
        }
    }

    private void assertSentTo(String location) throws Exception {
        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(307);
        assertThat(head.field("location")).isEqualTo(location);
        assertThat(head.field("cache-control")).isEqualTo("no-store");
        assertThat(visitor.readBody(head)).isEmpty();
    }

    private static String withoutDate(RawVisitor.Head head) {
        return head.text().replaceFirst("(?m)^Date: .*\\R", "");
    }

    private static int length(String head) {
        return Integer.parseInt(new RawVisitor.Head(head).field("content-length"));
    }
}
