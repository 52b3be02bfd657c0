package io.portsicle.relay.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshFieldTest {
    private final UrlMap urls = new UrlMap("/demo", "relay.example");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "5; url=/x | 5; url=/demo/x",
                "5;url=/x | 5;url=/demo/x",
                "0.5 ; URL = /x | 0.5 ; URL = /demo/x",
                "5, url=/x | 5, url=/demo/x",
                "5 url=/x | 5 url=/demo/x",
                "5; /x | 5; /demo/x",
                "5; url='/x' | 5; url='/demo/x'",
                "5; url=\"/x\"; y | 5; url=\"/demo/x\"; y",
                "5; url='/x | 5; url='/demo/x",
                "5; url=http://relay.example/x | 5; url=http://relay.example/demo/x",
                "; url=/x | ; url=/demo/x",
            })
    void theReferenceIsMapped(String value, String mapped) {
        assertThat(RefreshField.map(value, urls)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5;",
                "5; ",
                "5; url=",
                "5; url='",
                "5; url=x",
                "5; url=/demo/x",
                "5; url=//other.example/x",
                "5x; url=/x",
                "url=/x",
            })
    void everythingElseStays(String value) {
        assertThat(RefreshField.map(value, urls)).isEqualTo(value);
    }
}
