package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.ListenAddress;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.relay.harness.TestAgent;
import io.portsicle.relay.harness.TestCertificates;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.util.List;

class HttpsRedirectTest {
    private final RunningRelay relay =
            RunningRelay.start(
                    RelayConfig.builder()
                            .certificates(List.of(TestCertificates.create().ecdsa("localhost")))
                            .plainHttp(RelayConfig.PlainHttp.REDIRECTED),
                    new ListenAddress("127.0.0.1", 0),
                    new ListenAddress(ListenAddress.Scheme.HTTPS, "127.0.0.1", 0));
    private final URI https = relay.relay().addresses().getLast();
    private RawVisitor visitor;

    @BeforeEach
    void connect() throws IOException {
        visitor = relay.visitor();
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, relay.example, https://relay.example:PORT/",
        "POST, /a%2fb//c?x=http://y, Demo.localhost:8080,"
                + " https://demo.localhost:PORT/a%2fb//c?x=http://y",
        "GET, /nobody/, 127.0.0.1:80, https://127.0.0.1:PORT/nobody/",
        "GET, /nobody, [::1]:80, https://[::1]:PORT/nobody",
        "OPTIONS, *, relay.example, https://relay.example:PORT",
    })
    void everyRequestIsSentToTheSameUrlWithHttps(
            String method, String target, String host, String location) throws Exception {
        visitor.send("%s %s HTTP/1.1\nHost: %s\n\n".formatted(method, target, host));

        RawVisitor.Head head = visitor.readHead();
        assertThat(head.status()).isEqualTo(308);
        assertThat(head.field("location"))
                .isEqualTo(location.replace("PORT", "" + https.getPort()));
    }

    @Test
    void anEndpointIsServedWithHttpsOnly() throws Exception {
        Local local = Local.saying("with TLS");
        relay.add(TestAgent.connect(https, "demo", local)).admitted();
        String request = "GET /x HTTP/1.1\nHost: demo.localhost\n\n";

        RawVisitor.Head plain = visitor.send(request).readHead();
        assertThat(plain.status()).isEqualTo(308);
        assertThat(local.waiting()).isZero();
        RawVisitor secure = relay.add(RawVisitor.connect(https)).send(request);
        assertThat(secure.readBody(secure.readHead())).isEqualTo("with TLS");
    }

    @Test
    void aVisitorWithoutAHostIsSentToTheRelaysOwn() throws Exception {
        visitor.send("GET /x HTTP/1.0\n\n");

        assertThat(visitor.readHead().field("location")).isEqualTo(https + "/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/readyz"})
    void healthIsAnsweredWithoutTls(String path) throws Exception {
        visitor.send("GET " + path + " HTTP/1.1\nHost: a\n\n");

        assertThat(visitor.readHead().status()).isEqualTo(200);
    }

    @Test
    void anAgentIsRefusedAndToldWhere() throws Exception {
        RawVisitor.Head answer = relay.knock("demo", Local.silent()).answer();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.field("portsicle-error")).isEqualTo("https-required");
        assertThat(answer.field("location")).isEqualTo(https.toString());
    }

    @Test
    void publicUrlsAreThoseWithHttps() throws Exception {
        RawVisitor.Head answer =
                relay.add(TestAgent.connect(https, "demo", Local.silent())).admitted().answer();

        assertThat(answer.field("portsicle-url"))
                .isEqualTo("https://demo.localhost:" + https.getPort());
        assertThat(answer.field("portsicle-also-at")).isEqualTo(https + "/demo/");
    }
}
