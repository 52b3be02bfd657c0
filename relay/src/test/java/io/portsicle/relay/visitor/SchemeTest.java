package io.portsicle.relay.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.ListenAddress;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.relay.harness.TestCertificates;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;

/// The scheme that a visitor used is that of the address it came in by.
class SchemeTest {
    private final RelayConfig.Builder config =
            RelayConfig.builder()
                    .certificates(List.of(TestCertificates.create().ecdsa("localhost")));

    @Test
    void eachVisitorsSchemeIsToldToTheServer() throws Exception {
        assertSchemes("localhost", "http", "https");
    }

    @Test
    void behindAPublicUrlWithHttpsNobodyComesWithoutIt() throws Exception {
        config.publicUrl(URI.create("https://t.example"));

        assertSchemes("t.example", "https", "https");
    }

    private void assertSchemes(String domain, String plain, String secure) throws Exception {
        try (RunningRelay relay =
                RunningRelay.start(
                        config,
                        new ListenAddress("127.0.0.1", 0),
                        new ListenAddress(ListenAddress.Scheme.HTTPS, "127.0.0.1", 0))) {
            Local local = Local.silent();
            relay.agent("demo", local);
            List<URI> addresses = relay.relay().addresses();
            assertThat(schemeSeen(relay, addresses.getFirst(), domain, local)).isEqualTo(plain);
            assertThat(schemeSeen(relay, addresses.getLast(), domain, local)).isEqualTo(secure);
        }
    }

    private static String schemeSeen(RunningRelay relay, URI address, String domain, Local local)
            throws Exception {
        relay.add(RawVisitor.connect(address))
                .send("GET / HTTP/1.1\nHost: demo.%s\n\n".formatted(domain));
        Local.Exchange exchange = local.next();
        String scheme = exchange.field(":scheme");
        assertThat(exchange.field("x-forwarded-proto")).isEqualTo(scheme);
        assertThat(exchange.field("forwarded")).contains("proto=" + scheme + ";");
        return scheme;
    }
}
