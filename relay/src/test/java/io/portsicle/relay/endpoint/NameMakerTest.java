package io.portsicle.relay.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

class NameMakerTest {
    @Test
    void makesNamesOfTwoWordsAndABase32Tail() {
        assertThat(new NameMaker(new SecureRandom()).next().value())
                .matches("[a-z]+-[a-z]+-[a-z2-7]{11}");
    }

    @Test
    void nobodyCanGuessThem() {
        assertThat(NameMaker.bits()).isGreaterThanOrEqualTo(64);
    }

    @Test
    void doesNotRepeatItself() {
        NameMaker maker = new NameMaker(new SecureRandom());
        Set<EndpointName> names = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            names.add(maker.next());
        }
        assertThat(names).hasSize(1000);
    }
}
