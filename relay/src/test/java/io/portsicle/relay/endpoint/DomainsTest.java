package io.portsicle.relay.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class DomainsTest {
    private final Domains domains = new Domains(List.of("localhost", "Tunnels.example.com"));

    @ParameterizedTest
    @CsvSource({
        "demo.localhost, demo",
        "demo.localhost:8080, demo",
        "DEMO.LocalHost:1, demo",
        "demo.localhost., demo",
        "demo.localhost.:80, demo",
        "demo.tunnels.example.com, demo",
        "a.b.localhost, a.b",
        "_x.localhost, _x",
    })
    void takesWhatStandsBeforeTheDomain(String authority, String label) {
        assertThat(domains.label(authority)).contains(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                ".localhost",
                "127.0.0.1:8080",
                "[::1]:8080",
                "[::1]",
                "demo.example.com",
                "demolocalhost",
                "tunnels.example.com",
                "localhost.evil.example"
            })
    void leavesTheRelaysOwnHosts(String authority) {
        assertThat(domains.label(authority)).isEmpty();
    }
}
