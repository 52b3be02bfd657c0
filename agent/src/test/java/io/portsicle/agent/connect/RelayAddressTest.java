package io.portsicle.agent.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;

class RelayAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://relay.test |          relay.test | 80 |   false | relay.test",
                "http://relay.test/ |         relay.test | 80 |   false | relay.test",
                "https://relay.test |         relay.test | 443 |  true |  relay.test",
                "ws://relay.test:8080 |       relay.test | 8080 | false | relay.test:8080",
                "WSS://relay.test:443 |       relay.test | 443 |  true |  relay.test",
                "http://[::1]:8080 |          ::1 |        8080 | false | [::1]:8080"
            })
    void everySchemeHasItsPort(String url, String host, int port, boolean tls, String authority) {
        RelayAddress address = RelayAddress.of(URI.create(url));
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.isTls()).isEqualTo(tls);
        assertThat(address.authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://relay.test | relay: ftp://relay.test (expected: an http, https, ws or wss"
                        + " URL)",
                "relay.test | relay: relay.test (expected: an http, https, ws or wss URL)",
                "http:/nothing | relay: http:/nothing (expected: a URL such as"
                        + " https://relay.example.com)",
                "http://relay.test/tunnel | relay: http://relay.test/tunnel (expected: a URL with"
                        + " nothing behind host and port)",
                "http://relay.test?x=1 | relay: http://relay.test?x=1 (expected: a URL with nothing"
                        + " behind host and port)",
                "http://relay.test:70000 | relay: http://relay.test:70000 (expected: a port from 1"
                        + " to 65535)"
            })
    void aWrongUrlIsExplained(String url, String message) {
        assertThatThrownBy(() -> RelayAddress.of(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aPasswordInTheUrlIsNotRepeated() {
        assertThatThrownBy(() -> RelayAddress.of(URI.create("http://me:secret@relay.test")))
                .hasMessageNotContaining("secret");
    }
}
