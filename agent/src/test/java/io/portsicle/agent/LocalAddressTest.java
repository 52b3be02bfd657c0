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
        assertThat(address).isEqualTo(new LocalAddress(host, port, base));
        assertThat(address.authority()).isEqualTo(authority);
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
                                + " as localhost:3000, or an http URL)",
                        text);
    }

    @Test
    void httpsAndUnixSocketsAreNotYetThere() {
        assertThatThrownBy(() -> LocalAddress.parse("https://localhost:3000"))
                .hasMessage(
                        "local server: \"https://localhost:3000\" (expected: an http address; https"
                                + " to the local server is not supported yet)");
        assertThatThrownBy(() -> LocalAddress.parse("unix:/run/app.sock"))
                .hasMessageContaining("a Unix socket is not supported yet");
        assertThatThrownBy(() -> LocalAddress.parse("/run/app.sock"))
                .hasMessageContaining("a Unix socket is not supported yet");
    }

    @Test
    void aQueryIsNotPartOfAnAddress() {
        assertThatThrownBy(() -> LocalAddress.parse("http://localhost:3000/?x=1"))
                .hasMessageContaining("(expected: a URL without query and fragment)");
    }
}
