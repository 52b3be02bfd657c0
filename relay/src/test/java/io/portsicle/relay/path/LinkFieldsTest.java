package io.portsicle.relay.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkFieldsTest {
    private final UrlMap urls = new UrlMap("/demo", "relay.example");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "</x>; rel=preload | </demo/x>; rel=preload",
                "</a>, </b>;rel=next,</c> | </demo/a>, </demo/b>;rel=next,</demo/c>",
                "</a>; title=\"see </b>, \\\" </c>\", </d> | </demo/a>; title=\"see </b>, \\\""
                        + " </c>\", </demo/d>",
                "</a,b>; rel=x | </demo/a,b>; rel=x",
                "</a\"b>, </c> | </demo/a\"b>, </demo/c>",
                "<http://relay.example/x> | <http://relay.example/demo/x>",
            })
    void everyTargetIsMapped(String value, String mapped) {
        assertThat(map(value)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<>",
                "<x>; rel=next",
                "<//other.example/x>",
                "<https://other.example/x>; anchor=\"/x\"",
                "</demo/x>",
                "</x",
                "<",
                "/x",
                "\"</x>",
                "\"</x>\\",
            })
    void everythingElseStays(String value) {
        assertThat(map(value)).isEqualTo(value);
    }

    @Test
    void aHeadCanGrowBySoManyPrefixesOnly() {
        LinkFields links = new LinkFields(urls);
        String many = "</x>,".repeat(LinkFields.MOST_TARGETS);

        assertThat(links.map(many)).isEqualTo("</demo/x>,".repeat(LinkFields.MOST_TARGETS));
        assertThat(links.map(many)).isEqualTo(many);
    }

    private String map(String value) {
        return new LinkFields(urls).map(value);
    }
}
