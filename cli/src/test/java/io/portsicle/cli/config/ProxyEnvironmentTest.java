package io.portsicle.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

class ProxyEnvironmentTest {

    private static final String TLS = "https://relay.test";
    private static final String PLAIN = "http://relay.test";

    private final Map<String, String> variables = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, https://relay.test",
        "https_proxy, https://relay.test",
        "https_proxy, wss://relay.test",
        "ALL_PROXY,   https://relay.test",
        "all_proxy,   wss://relay.test",
        "http_proxy,  http://relay.test",
        "http_proxy,  ws://relay.test",
        "ALL_PROXY,   http://relay.test",
        "all_proxy,   ws://relay.test",
    })
    void theProxyIsThatOfTheRelaysScheme(String variable, String relay) {
        variables.put(variable, "http://proxy.test:3128");
        assertThat(proxyTo(relay)).isEqualTo("proxy.test:3128");
    }

    @ParameterizedTest
    @CsvSource({
        "http_proxy,  https://relay.test",
        "HTTP_PROXY,  https://relay.test",
        "https_proxy, http://relay.test",
        "HTTPS_PROXY, ws://relay.test",
    })
    void theOtherSchemesProxyIsNotUsed(String variable, String relay) {
        variables.put(variable, "http://proxy.test:3128");
        assertThat(proxyTo(relay)).isEqualTo("none");
    }

    @Test
    void whatAVisitorsFieldMayHaveSetIsNotTrusted() {
        variables.put("HTTP_PROXY", "http://attacker.test:3128");
        assertThat(proxyTo(PLAIN)).isEqualTo("none");
    }

    @Test
    void theSchemesOwnVariableBeatsTheGeneralOneAndLowerCaseBeatsUpperCase() {
        variables.put("ALL_PROXY", "http://general.test:1");
        variables.put("all_proxy", "http://general-lower.test:1");
        assertThat(proxyTo(TLS)).isEqualTo("general-lower.test:1");
        variables.put("HTTPS_PROXY", "http://upper.test:1");
        assertThat(proxyTo(TLS)).isEqualTo("upper.test:1");
        variables.put("https_proxy", "http://lower.test:1");
        assertThat(proxyTo(TLS)).isEqualTo("lower.test:1");
    }

    @Test
    void anEmptyVariableCountsAsNone() {
        variables.put("https_proxy", "");
        variables.put("HTTPS_PROXY", " ");
        assertThat(proxyTo(TLS)).isEqualTo("none");
        variables.put("ALL_PROXY", "http://general.test:1");
        assertThat(proxyTo(TLS)).isEqualTo("general.test:1");
    }

    @Test
    void aValueWithoutItsSchemeIsAnHttpProxy() {
        variables.put("https_proxy", "me:s3cret@proxy.test:3128");
        assertThat(proxyTo(TLS)).isEqualTo("proxy.test:3128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no_proxy", "NO_PROXY"})
    void anExceptionIsReachedDirectly(String variable) {
        variables.put("https_proxy", "http://proxy.test:3128");
        variables.put(variable, "other.test,.test:8443");
        assertThat(proxyTo("https://relay.test:8443")).isEqualTo("none");
        assertThat(proxyTo("https://relay.test")).isEqualTo("proxy.test:3128");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080",
                "https://LocalHost",
                "https://demo.localhost",
                "http://127.0.0.1:8080",
                "http://127.8.9.10",
                "http://[::1]:8080",
            })
    void aRelayOnThisMachineHasNoProxy(String relay) {
        variables.put("ALL_PROXY", "http://proxy.test:3128");
        assertThat(proxyTo(relay)).isEqualTo("none");
    }

    @Test
    void aWrongValueIsExplainedByItsVariableWithoutItsPassword() {
        variables.put("ALL_PROXY", "socks5://me:s3cret@proxy.test:1080");
        assertThatThrownBy(() -> proxyTo(TLS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ALL_PROXY: \"socks5://(hidden)@proxy.test:1080\" (expected: an HTTP proxy"
                                + " as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT; --proxy"
                                + " none leaves it aside)")
                .hasNoCause();
    }

    @Test
    void aWrongValueThatIsNotUsedIsNoMistake() {
        variables.put("https_proxy", "nonsense");
        variables.put("NO_PROXY", "*");
        assertThat(proxyTo(TLS)).isEqualTo("none");
    }

    private String proxyTo(String relay) {
        return new ProxyEnvironment(variables)
                .proxyTo(URI.create(relay))
                .map(Object::toString)
                .orElse("none");
    }
}
