package io.portsicle.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class ProxyAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://proxy.test:3128,    proxy.test, 3128",
        "http://proxy.test:3128/,   proxy.test, 3128",
        "HTTP://10.0.0.1:80,        10.0.0.1,   80",
        "http://[2001:db8::1]:8080, 2001:db8::1, 8080",
    })
    void hostAndPortAreRead(String text, String host, int port) {
        assertThat(ProxyAddress.parse(text))
                .isEqualTo(new ProxyAddress(host, port, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "http://me:pass@proxy.test:1,         me,       pass",
        "http://me@proxy.test:1,              me,       ''",
        "http://me:a:b@proxy.test:1,          me,       a:b",
        "http://me:a@b/c#d?e@proxy.test:1,    me,       a@b/c#d?e",
        "http://me:a%40b%25+c@proxy.test:1,   me,       a@b%+c",
        "http://CORP%5Cme:p@proxy.test:1,     'CORP\\me', p",
        "http://CORP\\me:p@proxy.test:1,      'CORP\\me', p",
    })
    void userAndPasswordAreRead(String text, String user, String password) {
        assertThat(ProxyAddress.parse(text))
                .isEqualTo(
                        new ProxyAddress(
                                "proxy.test",
                                1,
                                Optional.of(new ProxyCredentials(user, password))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy.test:3128",
                "https://proxy.test:3128",
                "socks5://proxy.test:1080",
                "http://proxy.test",
                "http://:3128",
                "http://proxy.test:3128/path",
                "http://proxy test:3128",
                "http://me:s3cret@",
                "http://me:s3cret@proxy.test",
                "me:s3cret@proxy.test:3128",
                "https://me:s3cret@proxy.test:3128",
            })
    void whatIsNoHttpProxyIsExplainedWithoutItsPassword(String text) {
        assertThatThrownBy(() -> ProxyAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "(expected: an HTTP proxy as http://HOST:PORT or"
                                + " http://USER:PASSWORD@HOST:PORT)")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy.test:0", "http://proxy.test:65536"})
    void aPortHasItsRange(String text) {
        assertThatThrownBy(() -> ProxyAddress.parse(text))
                .hasMessageEndingWith("(expected: a host, and a port from 1 to 65535)");
    }

    @Test
    void anIp6AddressIsOne() {
        assertThatThrownBy(() -> ProxyAddress.parse("http://[1:2]:80"))
                .hasMessageEndingWith("(expected: an IPv6 address in brackets)");
    }

    @Test
    void aWrongEscapeInThePasswordIsExplainedWithoutIt() {
        assertThatThrownBy(() -> ProxyAddress.parse("http://me:s3cret%zz@proxy.test:1"))
                .hasMessage(
                        "proxy user or password: not shown (expected: each % in it written as"
                                + " %25)")
                .hasNoCause();
    }

    @Test
    void aUserHasNoColon() {
        assertThatThrownBy(() -> ProxyAddress.parse("http://m%3Ae:s3cret@proxy.test:1"))
                .hasMessage("proxy user: not shown (expected: one without a colon)");
    }

    @Test
    void userAndPasswordAreNeverPrinted() {
        ProxyAddress proxy = ProxyAddress.parse("http://me:s3cret@proxy.test:3128");
        assertThat(proxy).hasToString("proxy.test:3128");
        assertThat(proxy.credentials().orElseThrow()).hasToString("(hidden)");
        assertThat(ProxyAddress.parse("http://[::1]:1")).hasToString("[::1]:1");
    }
}
