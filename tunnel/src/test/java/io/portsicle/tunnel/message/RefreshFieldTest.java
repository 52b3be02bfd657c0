package io.portsicle.tunnel.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshFieldTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "5; url=/x | 5; url=</x>",
                "5;url=/x | 5;url=</x>",
                "0.5 ; URL = /x | 0.5 ; URL = </x>",
                "5, url=/x | 5, url=</x>",
                "5 url=/x | 5 url=</x>",
                "5; /x | 5; </x>",
                "5; url='/x' | 5; url='</x>'",
                "5; url=\"/x\"; y | 5; url=\"</x>\"; y",
                "5; url='/x | 5; url='</x>",
                "5; url=http://a.example/x | 5; url=<http://a.example/x>",
                "; url=/x | ; url=</x>",
            })
    void theReferenceIsMapped(String value, String mapped) {
        assertThat(RefreshField.map(value, url -> "<" + url + ">")).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5x; url=/x", "url=/x"})
    void whereThereIsNoReferenceItStays(String value) {
        assertThat(RefreshField.map(value, url -> "<" + url + ">")).isEqualTo(value);
    }
}
