package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

/// The errors that Portsicle itself answers: a page for people, a problem document for programs.
class ErrorPagesTest {
    private static final int NOBODY = FreePort.next();

    @AutoClose private static final Tunnel TUNNEL = Tunnel.to(NOBODY);

    @ParameterizedTest
    @CsvSource({
        "demo-absent.localhost, 404, no-such-endpoint",
        "TUNNEL, 502, local-server-unreachable",
    })
    void aBrowserGetsAPage(String host, int status, String code) throws IOException {
        RawResponse response =
                ask(
                        host,
                        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.field("Portsicle-Error")).isEqualTo(code);
        assertThat(response.field("Content-Type")).startsWith("text/html");
        assertThat(response.field("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(response.field("Cache-Control")).contains("no-store");
        assertThat(response.text()).containsIgnoringCase("<!doctype html>");
    }

    @ParameterizedTest
    @CsvSource({
        "demo-absent.localhost, 404, no-such-endpoint",
        "TUNNEL, 502, local-server-unreachable",
    })
    void aProgramGetsAProblemDocument(String host, int status, String code) throws IOException {
        RawResponse response = ask(host, "Accept: */*");

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.field("Portsicle-Error")).isEqualTo(code);
        assertThat(response.field("Content-Type")).startsWith("application/problem+json");
        assertThat(response.text()).contains("\"status\":" + status);
    }

    @Test
    void thePageOfAnUnreachableLocalServerNamesTheAddressTried() throws IOException {
        assertThat(ask("TUNNEL", "Accept: text/html").text()).contains("localhost:" + NOBODY);
        assertThat(ask("TUNNEL", "Accept: application/json").text())
                .contains("localhost:" + NOBODY);
    }

    @Test
    void aPageEscapesWhatTheVisitorWrote() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "GET /<script>alert(1)</script> HTTP/1.1\r\n"
                            + "Host: absent.localhost\r\n"
                            + "Accept: text/html\r\n\r\n");

            assertThat(visitor.read().text()).doesNotContain("<script>");
        }
    }

    @Test
    void anErrorPageLeavesTheConnectionUsable() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            assertThat(visitor.get("/").status()).isEqualTo(502);
            assertThat(visitor.post("/", "body").status()).isEqualTo(502);
            assertThat(visitor.get("/").status()).isEqualTo(502);
        }
    }

    @Test
    void anAnswerToHeadHasNoPage() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            assertThat(visitor.request("HEAD", "/").readHead().status()).isEqualTo(502);
            assertThat(visitor.get("/").status()).isEqualTo(502);
        }
    }

    @Test
    void anUnknownPathOfTheRelaysOwnHostIsNoSuchEndpoint() throws IOException {
        RawResponse response = RawVisitor.get(TUNNEL.relay().address(), "/absent/page");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.field("Portsicle-Error")).isEqualTo("no-such-endpoint");
    }

    private static RawResponse ask(String host, String... fields) throws IOException {
        String target = host.equals("TUNNEL") ? TUNNEL.url().getAuthority() : host;
        try (RawVisitor visitor = RawVisitor.of(TUNNEL.relay().address())) {
            return visitor.send(
                            "GET /some/page HTTP/1.1\r\nHost: %s\r\n%s\r\n\r\n"
                                    .formatted(target, String.join("\r\n", fields)))
                    .read();
        }
    }
}
