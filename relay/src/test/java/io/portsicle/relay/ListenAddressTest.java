package io.portsicle.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080, 127.0.0.1, 8080",
        "http://127.0.0.1:8080/, 127.0.0.1, 8080",
        "127.0.0.1:0, 127.0.0.1, 0",
        "localhost:80, localhost, 80",
        "HTTP://relay.internal:65535, relay.internal, 65535",
        "http://[::1]:8080, ::1, 8080",
        "*:8080, 0.0.0.0, 8080",
    })
    void readsHostAndPort(String text, String host, int port) {
        assertThat(ListenAddress.parse(text)).isEqualTo(new ListenAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8080",
                ":8080",
                "localhost",
                "localhost:",
                "localhost:x",
                "localhost:65536",
                "localhost:-1",
                "localhost:+1",
                "http://h:1/path",
                "::1:8080",
                "ftp://h:21",
                "a b:1",
                "user@h:80",
                "http://",
                "https://",
                "https://localhost",
                "https://http://h:1"
            })
    void saysWhatIsExpectedInsteadOfAWrongAddress(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("expected: http://HOST:PORT or https://HOST:PORT");
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1:8443, 127.0.0.1, 8443",
        "HTTPS://relay.internal:443/, relay.internal, 443",
        "https://[::1]:0, ::1, 0",
        "https://*:443, 0.0.0.0, 443",
    })
    void readsThatTlsIsSpoken(String text, String host, int port) {
        assertThat(ListenAddress.parse(text))
                .isEqualTo(new ListenAddress(ListenAddress.Scheme.HTTPS, host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:1", "127.8.9.10:1", "[::1]:1", "localhost:1", "x.localhost:1"})
    void knowsLoopback(String text) {
        assertThat(ListenAddress.parse(text).isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "relay:1", "localhost.example.com:1"})
    void takesEverythingElseAsReachableFromOutside(String text) {
        assertThat(ListenAddress.parse(text).isLoopback()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:1, true", "[::]:1, true", "127.0.0.1:1, false", "relay:1, false"})
    void knowsTheWildcard(String text, boolean wildcard) {
        assertThat(ListenAddress.parse(text).isWildcard()).isEqualTo(wildcard);
    }

    @Test
    void writesAnIpv6LiteralInBrackets() {
        assertThat(ListenAddress.parse("[::1]:8080")).hasToString("http://[::1]:8080");
        assertThat(ListenAddress.parse("https://[::1]:8443")).hasToString("https://[::1]:8443");
        assertThat(ListenAddress.parse("https://[::1]:8443").authority()).isEqualTo("[::1]:8443");
    }
}
