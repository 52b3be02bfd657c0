package io.portsicle.tunnel.message;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorPageTest {
    private static final ErrorPage HOSTILE =
            ErrorPage.of(
                    502,
                    "a\"b",
                    "<script>alert('1')</script>",
                    "tried %s & \"localhost:3000\"\nback\\slash \u00e9 \u2028");

    @Test
    void thePageEscapesEverything() {
        String page = new String(HOSTILE.body(true), UTF_8);

        assertThat(page)
                .doesNotContain("<script>")
                .contains("<h1>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</h1>")
                .contains("tried %s &amp; &quot;localhost:3000&quot;")
                .contains("HTTP 502", "<code>a&quot;b</code>", "\u00e9");
        assertThat(HOSTILE.contentType(true)).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        assertThat(new String(HOSTILE.body(true), UTF_8))
                .doesNotContain("http:", "https:", "src=", "url(", "@import");
    }

    @Test
    void theProblemDocumentIsJson() {
        assertThat(new String(HOSTILE.body(false), UTF_8))
                .isEqualTo(
                        """
                        {"type":"about:blank","title":"<script>alert('1')</script>","status":502,\
                        "detail":"tried %s & \\"localhost:3000\\"\\u000aback\\\\slash \\u00e9 \\u2028","code":"a\\"b"}
                        """);
        assertThat(HOSTILE.contentType(false)).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-|false",
                "*/*|false",
                "text/html|true",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|true",
                "application/json, text/plain, */*|false",
                "application/json, text/html;q=0.5|false",
                "application/json;q=0.5, TEXT/HTML ; q=0.6|true",
                "text/html;q=0|false",
                "text/html;q=nonsense|false",
                "text/htmlx|false",
                ",;,;q=1|false",
            })
    void browsersGetThePage(String accept, boolean html) {
        Fields head = new Fields().add(KnownField.METHOD, "GET");
        if (accept != null) {
            head.add(KnownField.ACCEPT, accept);
        }
        assertThat(ErrorPage.prefersHtml(head)).isEqualTo(html);
    }
}
