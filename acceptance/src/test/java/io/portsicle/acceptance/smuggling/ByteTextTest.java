package io.portsicle.acceptance.smuggling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

class ByteTextTest {
    private static final Map<String, String> VALUES = Map.of("host", "a:80", "local", "b\r\n");

    @Test
    void printableBytesStandForThemselves() {
        assertThat(bytes(" !\"#$%&'()*+,-./0:;<=>?@A[]^_`a|~"))
                .isEqualTo(" !\"#$%&'()*+,-./0:;<=>?@A[]^_`a|~");
    }

    @Test
    void escapesStandForSingleBytes() {
        assertThat(bytes("\\r\\n\\t\\0\\\\n\\x00\\x7b\\xff\\x41"))
                .isEqualTo("\r\n\t\0\\n\0{\u00ffA");
    }

    @Test
    void namesStandForTheirValues() {
        assertThat(bytes("{host}{local}{host}")).isEqualTo("a:80b\r\na:80");
    }

    @Test
    void aByteMayBeRepeated() {
        assertThat(bytes("x{a*300}{**2}")).isEqualTo("x" + "a".repeat(300) + "**");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\q", "\\", "\\x4", "\\xFF", "{", "}", "{other}", "{a*}", "\u00e9", "\t"})
    void whatMeansNothingIsRefused(String text) {
        assertThatThrownBy(() -> ByteText.of(text, Set.of("host", "local")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ");
    }

    @Test
    void whatIsShownReadsBackAsTheSameBytes() {
        var all = new byte[256];
        for (int b = 0; b < all.length; b++) {
            all[b] = (byte) b;
        }
        String shown = ByteText.show(all).replace("\n", "");

        assertThat(new ByteText(shown).bytes(VALUES)).isEqualTo(all);
    }

    @Test
    void eachLineFeedBeginsALine() {
        assertThat(ByteText.show("a\r\n\n\0{".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("a\\r\\n\n\\n\n\\0\\x7b");
    }

    private static String bytes(String text) {
        byte[] bytes = ByteText.of(text, VALUES.keySet()).bytes(VALUES);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
