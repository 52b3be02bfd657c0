package io.portsicle.acceptance.smuggling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class CaseTextTest {
    private static final String WHOLE =
            """
            # A comment.
            case: a name: with a colon
            why: RFC 9112, 6.3
            send:
                GET / HTTP/1.1\\r\\n

                \\x20 \\r\\n
            relay: 200 404 kept
            local:
                {smuggled}
            """;

    @Test
    void aCaseIsReadPartByPart() {
        Http1Case read = Http1Case.of(only(WHOLE));

        assertThat(read).hasToString("some.txt:2 a name: with a colon");
        assertThat(ascii(read.sent().bytes(Map.of()))).isEqualTo("GET / HTTP/1.1\r\n  \r\n");
        assertThat(read.ends()).isFalse();
        assertThat(read.statuses()).containsExactly(200, 404);
        assertThat(read.ending()).isEqualTo(Http1Case.Ending.KEPT);
        assertThat(read.reception()).isEqualTo(new Reception.Exactly(new ByteText("{smuggled}")));
        assertThat(read.answer()).isEmpty();
    }

    @Test
    void theOtherKeysSayOtherThings() {
        Http1Case read =
                Http1Case.of(
                        only(
                                WHOLE.replace("send:", "send and end:")
                                        .replace("200 404 kept", "closed")
                                        .replace(
                                                "local:", "early answer:\n    x\nlocal at most:")));

        assertThat(read.ends()).isTrue();
        assertThat(read.statuses()).isEmpty();
        assertThat(read.ending()).isEqualTo(Http1Case.Ending.CLOSED);
        assertThat(read.reception()).isInstanceOf(Reception.AtMost.class);
        assertThat(read.answer()).contains(new Answer(new ByteText("x"), true));
    }

    @Test
    void nothingIsNothing() {
        Http1Case read =
                Http1Case.of(only(WHOLE.replace("local:\n    {smuggled}", "local: nothing")));

        assertThat(read.reception()).isEqualTo(new Reception.Exactly(new ByteText("")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "why: RFC 9112, 6.3|wy: x|some.txt:2: 'wy:' (expected: one of",
                "why: RFC 9112, 6.3|# why|some.txt:2: no 'why:'",
                "why: RFC 9112, 6.3|why:|some.txt:2: 0 lines of 'why' (expected: one)",
                "relay: 200 404 kept|relay: 200 open|'open' (expected: kept or closed)",
                "relay: 200 404 kept|why: again|some.txt:8: 'why: again' (expected: each key once)",
                "case: a name|# case|some.txt:3: 'why: RFC 9112, 6.3' (expected: 'case: NAME'"
                        + " first)",
                "`    {smuggled}`|`  {smuggled}`|some.txt:10: '  {smuggled}' (expected: 'key:"
                        + " value'",
                "why: RFC 9112, 6.3|`    RFC`|some.txt:3: '    RFC' (expected: a 'key:' above it)",
                "GET / HTTP/1.1\\r"
                        + "\\n"
                        + "|`GET `|some.txt:5: '    GET ' (expected: no blank at its end)",
                "{smuggled}|{other}|some.txt:2: {other} in '{other}' (expected: one of",
            })
    void whatIsWrongIsToldWithItsPlace(String part, String instead, String told) {
        String text = WHOLE.replace(part, instead);
        assertThat(text).isNotEqualTo(WHOLE);

        assertThatThrownBy(() -> Http1Case.of(only(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    private static CaseText only(String text) {
        List<CaseText> cases = CaseText.of("some.txt", text.lines().toList());
        assertThat(cases).hasSize(1);
        return cases.getFirst();
    }

    private static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
