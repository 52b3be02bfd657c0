package io.portsicle.acceptance.smuggling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTextTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LENGTH = "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKED = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET,
                LENGTH,
                CHUNKED + "0\r\n\r\n",
                CHUNKED + "5\r\nhello\r\n0\r\n\r\n",
                CHUNKED + "5\r\nhello\r\n0\r\nX-Sum: 5\r\n\r\n"
            })
    void aRequestEndsWhereItsFramingSays(String request) {
        assertThat(RequestText.first(request + "GET /next"))
                .contains(new RequestText(request, request.length()));
        for (int cut = 0; cut < request.length(); cut++) {
            assertThat(RequestText.first(request.substring(0, cut))).as("cut at %d", cut).isEmpty();
        }
    }

    @Test
    void chunksOfOneBodyAreOne() {
        String several = CHUNKED + "3\r\n0\r\n\r\na\r\nSMUGGLED G\r\n0\r\n\r\n";

        assertThat(RequestText.first(several))
                .contains(
                        new RequestText(
                                CHUNKED + "d\r\n0\r\nSMUGGLED G\r\n0\r\n\r\n", several.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3;a=b\r\nabc\r\n0\r\n\r\n", "X\r\n3\r\nabc\r\n0\r\n\r\n", "A\r\n1\r\n"})
    void framingThatOurAgentNeverWritesIsLeftAsItIs(String body) {
        assertThat(RequestText.first(CHUNKED + body).orElseThrow().text())
                .isEqualTo(CHUNKED + body);
    }

    @Test
    void whatWasBrokenOffIsToldWithoutItsChunks() {
        assertThat(RequestText.unframed(CHUNKED + "3\r\nabc\r\n2\r\nd"))
                .isEqualTo(CHUNKED + "abcd");
        assertThat(RequestText.unframed(LENGTH)).isEqualTo(LENGTH);
        assertThat(RequestText.unframed("GET / HT")).isEqualTo("GET / HT");
    }
}
