package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.Admission;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;

class PathUrlTest {
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

    @ParameterizedTest
    @CsvSource({
        "/demo/, /, /demo",
        "/demo/a/b?x=/y, /a/b?x=/y, /demo",
        "/demo//a, //a, /demo",
        "/demo/?q, /?q, /demo",
        "/DEMO/x, /x, /DEMO",
        "/demo/%2e%2e/x, /%2e%2e/x, /demo",
    })
    void thePrefixIsTakenOffAndTold(String target, String path, String prefix) throws Exception {
        visitor.send(
                "GET " + target + " HTTP/1.1\nHost: 127.0.0.1:8080\nX-Forwarded-Prefix: /no\n\n");

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":path")).isEqualTo(path);
        assertThat(exchange.field(":authority")).isEqualTo("127.0.0.1:8080");
        assertThat(exchange.field("x-forwarded-prefix")).isEqualTo(prefix);
        assertThat(exchange.field("x-forwarded-host")).isEqualTo("127.0.0.1:8080");
    }

    @ParameterizedTest
    @CsvSource({"/demo, /demo/", "/demo?a=/b, /demo/?a=/b"})
    void aNameWithoutASlashIsSentToTheOneWith(String target, String location) throws Exception {
        visitor.send("POST " + target + " HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 1\n\nx");

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(308);
        assertThat(head.field("location")).isEqualTo(location);
    }

    @Test
    void eachRequestOfAConnectionMayNameAnotherEndpoint() throws Exception {
        Local other = Local.saying("other");
        relay.agent("other", other);
        visitor.send("GET /demo/ HTTP/1.1\nHost: a\n\nGET /other/ HTTP/1.1\nHost: a\n\n");
        local.next().respond("200", "demo");

        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("demo");
        assertThat(visitor.readBody(visitor.readHead())).isEqualTo("other");
    }

    @Test
    void anHttp10VisitorNeedsNoHost() throws Exception {
        visitor.send("GET /demo/ HTTP/1.0\n\n");

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":authority")).isEqualTo(relay.uri().getAuthority());
    }

    @Test
    void aPageThatPointsItsOwnNameAtThisMachineReadsNothing() throws Exception {
        visitor.send("GET /demo/ HTTP/1.1\nHost: evil.example:8080\n\n");

        assertThat(visitor.readHead().field("portsicle-error")).isEqualTo("no-such-endpoint");
    }

    @Test
    void aSubdomainHasNoPathUrls() throws Exception {
        visitor.send("GET /demo/x HTTP/1.1\nHost: demo.localhost\n\n");

        Local.Exchange exchange = local.next();
        assertThat(exchange.field(":path")).isEqualTo("/demo/x");
        assertThat(exchange.field("x-forwarded-prefix")).isEmpty();
    }

    @Test
    void behindAPublicUrlTheVisitorsSchemeIsIts() throws Exception {
        try (RunningRelay fronted =
                RunningRelay.start(
                        RelayConfig.builder()
                                .admission(new Admission.Open())
                                .publicUrl(URI.create("https://tunnels.example.com")))) {
            Local server = Local.silent();
            RawVisitor.Head answer = fronted.agent("demo", server).answer();
            fronted.visitor().send("GET / HTTP/1.1\nHost: demo.tunnels.example.com\n\n");

            assertThat(answer.field("portsicle-url")).isEqualTo("https://demo.tunnels.example.com");
            assertThat(answer.field("portsicle-also-at"))
                    .isEqualTo("https://tunnels.example.com/demo/");
            Local.Exchange exchange = server.next();
            assertThat(exchange.field("x-forwarded-proto")).isEqualTo("https");
            assertThat(exchange.field(":scheme")).isEqualTo("https");
        }
    }
}
