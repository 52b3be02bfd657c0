package io.portsicle.tunnel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private final Fields fields = new Fields();

    @Test
    void fieldsKeepTheirOrderAndNumber() {
        fields.add("X-A", "1").add(KnownField.ACCEPT, "2").add("x-a", "3");

        assertThat(fields.count()).isEqualTo(3);
        assertThat(fields.name(0)).isEqualTo("x-a");
        assertThat(fields.name(1)).isEqualTo("accept");
        assertThat(fields.value(2)).isEqualTo("3");
        assertThat(fields.known(0)).isNull();
        assertThat(fields.toString()).isEqualTo("Fields[x-a, accept, x-a]").doesNotContain("1");
    }

    @Test
    void aKnownNameIsRecognisedInAnyCase() {
        fields.add("Content-TYPE", "a").add(":PATH", "/");

        assertThat(fields.has(KnownField.CONTENT_TYPE)).isTrue();
        assertThat(fields.value(KnownField.PATH)).isEqualTo("/");
        assertThat(fields.value(KnownField.HOST)).isNull();
    }

    @Test
    void pseudoFieldsStandFirstWheneverTheyAreAdded() {
        fields.add(KnownField.METHOD, "GET").add("x-a", "1").add("accept", "2");

        fields.add(KnownField.SCHEME, "http").add(":path", "/").set(KnownField.AUTHORITY, "a");
        Fields other = new Fields().add(KnownField.PROTOCOL, "websocket");
        fields.add(other, 0);

        assertThat(fields.toString())
                .isEqualTo("Fields[:method, :scheme, :path, :authority, :protocol, x-a, accept]");
        assertThat(fields.value(6)).isEqualTo("2");
        assertThat(fields.value(4)).isEqualTo("websocket");
    }

    @Test
    void setReplacesTheFirstOrAdds() {
        fields.add("a", "1").add(KnownField.VIA, "x").add(KnownField.VIA, "y");

        fields.set(KnownField.VIA, "a much longer value").set(KnownField.HOST, "h");

        assertThat(fields.value(1)).isEqualTo("a much longer value");
        assertThat(fields.value(2)).isEqualTo("y");
        assertThat(fields.value(3)).isEqualTo("h");
    }

    @Test
    void removingMovesTheOthersUp() {
        fields.add("a", "1").add("via", "2").add("b", "3").add("via", "4").add("via", "5");

        fields.removeAll(KnownField.VIA);
        fields.remove(0);

        assertThat(fields.toString()).isEqualTo("Fields[b]");
        assertThat(fields.value(0)).isEqualTo("3");
    }

    @Test
    void findGoesOnWhereItIsToldTo() {
        fields.add("via", "1").add("a", "2").add("via", "3");

        assertThat(fields.find(KnownField.VIA)).isZero();
        assertThat(fields.find(KnownField.VIA, 1)).isEqualTo(2);
        assertThat(fields.find(KnownField.VIA, 3)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "websocket, true",
        "WebSocket, true",
        "websocke, false",
        "websockets, false",
        "'', false"
    })
    void aValueIsComparedWithoutCase(String value, boolean equal) {
        fields.add(KnownField.UPGRADE, value);
        assertThat(fields.valueIs(0, "websocket")).isEqualTo(equal);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0", "007, 7", "9223372036854775807, 9223372036854775807", "9223372036854775808, -1",
                "9999999999999999999, -1", "10000000000000000000, -1",
        "-1, -1", "+1, -1", "'', -1", "1 , 1", "1_0, -1", "0x1, -1"
    })
    void numbersAreDigitsOnly(String value, long number) {
        fields.add(KnownField.CONTENT_LENGTH, value);
        assertThat(fields.number(0)).isEqualTo(number);
    }

    @Test
    void theStatusIsThreeDigits() {
        assertThat(fields.status()).isEqualTo(-1);
        assertThat(fields.add(KnownField.STATUS, "204").status()).isEqualTo(204);
        assertThat(fields.set(KnownField.STATUS, "20").status()).isEqualTo(-1);
        assertThat(fields.set(KnownField.STATUS, "20x").status()).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void eachKnownNameIsFoundWhereItIsAndOnlyThere(KnownField name) {
        Fields alone = new Fields().add(name, "1");
        Fields others = new Fields();
        for (KnownField other : KnownField.values()) {
            if (other != name) {
                others.add(other, "1");
                assertThat(alone.has(other)).isFalse();
            }
        }

        assertThat(alone.find(name)).isZero();
        assertThat(alone.copy().find(name)).isZero();
        assertThat(others.find(name)).isEqualTo(-1);
        alone.removeAll(name);
        assertThat(alone.has(name)).isFalse();
        others.clear();
        assertThat(others.add(name, "2").value(name)).isEqualTo("2");
    }

    @Test
    void aCopyIsIndependent() {
        fields.add(KnownField.PATH, "/").add("x", "1");

        Fields copy = fields.copy();
        fields.clear();
        fields.add("y", "2");

        assertThat(copy.toString()).isEqualTo("Fields[:path, x]");
        assertThat(copy.add("z", "3").value(2)).isEqualTo("3");
        assertThat(new Fields().copy().add("a", "b").value(0)).isEqualTo("b");
    }

    @Test
    void itGrowsAndGivesLargeMemoryBack() {
        for (int i = 0; i < 2000; i++) {
            fields.add("name-" + i, "value-" + i);
        }
        assertThat(fields.value(1999)).isEqualTo("value-1999");
        assertThat(fields.bytes().length).isGreaterThan(16 * 1024);

        fields.clear();

        assertThat(fields.bytes()).hasSizeLessThan(16 * 1024);
        assertThat(fields.add("a", "b").count()).isEqualTo(1);
    }

    @Test
    void theListSizeIsThatOfHttp2() {
        fields.add(KnownField.PATH, "/a").add("x-b", "123");
        assertThat(fields.listSize()).isEqualTo(5 + 2 + 32 + 3 + 3 + 32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\u0000b", "\u010a", "a\u20ac"})
    void aTextThatWouldBreakTheMessageIsABug(String value) {
        assertThatThrownBy(() -> fields.add("x", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(value);
        assertThat(fields.count()).isZero();
    }

    @Test
    void bytesBeyondAsciiAreLatin1() {
        fields.add("x", "\u00e9").add(KnownField.VIA, new byte[] {'a', (byte) 0xff, 'b'}, 1, 3);

        assertThat(fields.value(0))
                .isEqualTo("\u00e9")
                .isEqualTo(new String(new byte[] {(byte) 0xe9}, ISO_8859_1));
        assertThat(fields.value(1)).isEqualTo("\u00ffb");
    }
}
