package io.portsicle.relay.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;

class PathHostsTest {
    private final PathHosts own = new PathHosts.OwnNames(Set.of("t.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "127.0.0.1",
                "192.168.1.7",
                "[::1]",
                "laptop",
                "laptop.local",
                "x.localhost",
                "t.example"
            })
    void servesPathsBelowNamesThatAreItsOwn(String host) {
        assertThat(own.serves(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "a.t.example", "127.0.0.1.evil.example", "1.2.3"})
    void servesNothingToAPageThatPointsItsOwnNameHere(String host) {
        assertThat(own.serves(host)).isFalse();
    }

    @Test
    void aPublicRelayServesUnderWhateverItIsCalled() {
        assertThat(new PathHosts.Everywhere().serves("relay.example")).isTrue();
        assertThat(new PathHosts.Nowhere().serves("localhost")).isFalse();
    }
}
