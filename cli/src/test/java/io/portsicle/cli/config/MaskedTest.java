package io.portsicle.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedTest {

    @ParameterizedTest
    @CsvSource({
        "http://me:s3cret@host:1,     http://(hidden)@host:1",
        "http://me:s3/cr@et@host:1,   http://(hidden)@host:1",
        "http://me:s3//cret@host:1,   http://(hidden)@host:1",
        "socks5://me:s3cret@host:1,   socks5://(hidden)@host:1",
        "me:s3cret@host:1,            (hidden)@host:1",
        "//me:s3cret@host:1,          (hidden)@host:1",
    })
    void whatStandsBeforeTheHostIsHidden(String value, String shown) {
        assertThat(Masked.url(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://host:1", "host:1", "anything else"})
    void aValueWithoutAUserIsShownAsItIs(String value) {
        assertThat(Masked.url(value)).isEqualTo(value);
    }
}
