package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Who may register by `Upgrade: ptth`, and for which origin.
class PtthRegistrationTest {
    @AutoClose private static final RelayProcess RELAY = RelayProcess.startAt("http://0.0.0.0:0");

    private static final String TOKEN = RELAY.token();

    @Test
    void theTokenAsBearerAdmitsAnAgent() throws IOException {
        RawHead head = register("bearer.localhost", "Authorization: Bearer " + TOKEN);

        assertThat(head.status()).isEqualTo(101);
        assertThat(head.values("upgrade")).containsExactly("ptth");
        assertThat(head.values("alpn")).containsExactly("h2");
    }

    @Test
    void theTokenAsBasicPasswordAdmitsAnAgent() throws IOException {
        assertThat(
                        register(
                                        "basic.localhost",
                                        "Authorization: Basic " + base64("anyone:" + TOKEN))
                                .status())
                .isEqualTo(101);
    }

    @Test
    void anAgentWithoutATokenIsRefused() throws IOException {
        RawHead head = register("nobody.localhost", "X-Nothing: here");

        assertThat(head.status()).isEqualTo(401);
        assertThat(head.values("portsicle-error")).containsExactly("bad-token");
        assertThat(head.values("www-authenticate")).isNotEmpty();
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        assertThat(
                        register(
                                        "nobody.localhost",
                                        "Authorization: Basic " + base64("anyone:wrong"))
                                .status())
                .isEqualTo(401);
    }

    @Test
    void anOriginBelowAnotherDomainIsRefused() throws IOException {
        assertThat(register("demo.example.com", "Authorization: Bearer " + TOKEN).status())
                .isEqualTo(400);
    }

    @Test
    void aWebPageCanNotRegister() throws IOException {
        RawHead head =
                register(
                        "page.localhost",
                        "Authorization: Bearer " + TOKEN + "\r\nOrigin: https://evil.example");

        assertThat(head.status()).isEqualTo(403);
    }

    private static RawHead register(String host, String fields) throws IOException {
        URI relay = URI.create("http://127.0.0.1:" + RELAY.port());
        try (RawVisitor agent = RawVisitor.of(relay)) {
            return agent.send(
                            "GET /.well-known/ptth/http%3A%2F%2F"
                                    + host
                                    + "%3A"
                                    + RELAY.port()
                                    + "/ HTTP/1.1\r\n"
                                    + "Host: {host}\r\n"
                                    + "Connection: Upgrade\r\n"
                                    + "Upgrade: ptth\r\n"
                                    + "ALPN: h2\r\n"
                                    + fields
                                    + "\r\n\r\n")
                    .readHead();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
