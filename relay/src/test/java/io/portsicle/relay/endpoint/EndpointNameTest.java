package io.portsicle.relay.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "demo", "my-app-2", "8080", "xn--bcher-kva", "a--b"})
    void takesADnsLabel(String name) {
        assertThat(new EndpointName(name).value()).isEqualTo(name);
    }

    @Test
    void takesCapitalsAsSmallLettersLikeDns() {
        assertThat(new EndpointName("Demo")).isEqualTo(new EndpointName("demo"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the name is empty",
                "my_app | the name 'my_app' holds '_'",
                "my app | the name 'my app' holds ' '",
                "a.b | the name 'a.b' holds '.'",
                "-a | the name '-a' starts or ends with '-'",
                "a- | the name 'a-' starts or ends with '-'",
                "café | the name 'caf?' holds '?'",
            })
    void saysWhatIsWrongAndWhatIsExpected(String name, String problem) {
        assertThatThrownBy(() -> new EndpointName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(problem)
                .hasMessageContaining("(expected: ");
    }

    @Test
    void isNoLongerThanDnsAllows() {
        assertThat(EndpointName.problem("a".repeat(63))).isEmpty();
        assertThat(EndpointName.problem("a".repeat(64)))
                .contains("the name has 64 characters (expected: at most 63)");
    }
}
