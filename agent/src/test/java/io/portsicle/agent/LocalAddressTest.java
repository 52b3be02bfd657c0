package io.portsicle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAddressTest {
    @ParameterizedTest
    @CsvSource({
        "3000,                    localhost,   3000, '',      localhost:3000",
        "1,                       localhost,   1,    '',      localhost:1",
        "65535,                   localhost,   65535,'',      localhost:65535",
        "127.0.0.1:80,            127.0.0.1,   80,   '',      127.0.0.1",
        "box.lan:8080,            box.lan,     8080, '',      box.lan:8080",
        "[::1]:3000,              ::1,         3000, '',      [::1]:3000",
        "http://localhost,        localhost,   80,   '',      localhost",
        "http://localhost/,       localhost,   80,   '',      localhost",
        "HTTP://box:3000/app,     box,         3000, /app,    box:3000",
        "http://box:3000/a%20b//, box,         3000, /a%20b,  box:3000"
    })
    void everyFormIsRead(String text, String host, int port, String base, String authority) {
        LocalAddress address = LocalAddress.parse(text);
        assertThat(address).isEqualTo(LocalAddress.http(host, port, base));
        assertThat(address.authority()).isEqualTo(authority);
        assertThat(address.label()).isEqualTo(authority);
        assertThat(LocalAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "65536",
                "123456",
                "99999999999999999999",
                "localhost:0",
                "localhost:70000"
            })
    void aPortOutOfRangeIsNamed(String text) {
        assertThatThrownBy(() -> LocalAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("local server: \"%s\" (expected: a port from 1 to 65535)", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "-1",
                "a b:1",
                "http://",
                "ftp://x:1",
                "me:secret@box:1",
                "x:y"
            })
    void whatIsNoAddressIsExplained(String text) {
        assertThatThrownBy(() -> LocalAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "local server: \"%s\" (expected: a port such as 3000, a host and port such"
                                + " as localhost:3000, an http or https URL, or unix:/path)",
                        text);
    }

    @ParameterizedTest
    @CsvSource({
        "https://localhost:8443,  localhost, 8443, '',   localhost:8443, https://localhost:8443",
        "HTTPS://box.lan/app/,    box.lan,   443,  /app, box.lan,        https://box.lan",
        "https://[::1]:443,       ::1,       443,  '',   [::1],          https://[::1]",
        "https://box.lan:80,      box.lan,   80,   '',   box.lan:80,     https://box.lan:80",
    })
    void anHttpsUrlIsAServerWithTls(
            String text, String host, int port, String base, String authority, String label) {
        LocalAddress address = LocalAddress.parse(text);
        assertThat(address)
                .isEqualTo(new LocalAddress.Tcp(LocalAddress.Scheme.HTTPS, host, port, base));
        assertThat(address.authority()).isEqualTo(authority);
        assertThat(address.label()).isEqualTo(label);
        assertThat(LocalAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:/run/my app.sock", "unix:///run/my app.sock"})
    void aUnixSocketIsAFileOfThisMachine(String text) {
        LocalAddress address = LocalAddress.parse(text);
        assertThat(address).isEqualTo(new LocalAddress.UnixSocket("/run/my app.sock"));
        assertThat(address.authority()).isEqualTo("localhost");
        assertThat(address.label()).isEqualTo("unix:/run/my app.sock");
        assertThat(LocalAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:", "unix:app.sock", "unix:./app.sock", "unix://app.sock"})
    void aSocketWithoutAnAbsolutePathIsExplained(String text) {
        assertThatThrownBy(() -> LocalAddress.parse(text))
                .hasMessage(
                        "local server: \"%s\" (expected: the absolute path of a socket, such as"
                                + " unix:/run/app.sock)",
                        text);
    }

    @Test
    void aSocketWhosePathIsTooLongForTheKernelIsExplained() {
        String longest = "/" + "a".repeat(LocalAddress.UnixSocket.MAX_PATH_BYTES - 1);
        assertThat(LocalAddress.parse("unix:" + longest))
                .isEqualTo(new LocalAddress.UnixSocket(longest));
        assertThatThrownBy(() -> LocalAddress.parse("unix:" + longest + "a"))
                .hasMessageEndingWith("(expected: a path of at most 107 bytes)");
        String umlauts = "/" + "ä".repeat(54);
        assertThatThrownBy(() -> new LocalAddress.UnixSocket(umlauts))
                .hasMessage("socket: \"%s\" (expected: a path of at most 107 bytes)", umlauts);
    }

    @Test
    void aPathAloneIsPerhapsASocket() {
        assertThatThrownBy(() -> LocalAddress.parse("/run/app.sock"))
                .hasMessage(
                        "local server: \"/run/app.sock\" (expected: unix:/run/app.sock for a Unix"
                                + " socket)");
    }

    @Test
    void aQueryIsNotPartOfAnAddress() {
        assertThatThrownBy(() -> LocalAddress.parse("http://localhost:3000/?x=1"))
                .hasMessageContaining("(expected: a URL without query and fragment)");
    }
}
