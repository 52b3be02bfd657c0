package io.portsicle.tunnel.http1;

import static io.portsicle.tunnel.http1.Messages.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Http1WriterTest {
    private static final BodyFraming FIVE = new BodyFraming.Length(5);

    @Test
    void aRequestHasHostFirstAndNamesInTheirUsualCase() {
        Fields head =
                fields(
                        ":method: PUT",
                        ":scheme: https",
                        ":authority: demo.example",
                        ":path: /a?b",
                        "etag: 1",
                        "x-my-thing: 2",
                        "x--y-3z: 4",
                        "te: trailers");

        assertThat(request(head, null, FIVE))
                .isEqualTo(
                        "PUT /a?b HTTP/1.1\r\n"
                                + "Host: localhost:3000\r\n"
                                + "ETag: 1\r\n"
                                + "X-My-Thing: 2\r\n"
                                + "X--Y-3z: 4\r\n"
                                + "TE: trailers\r\n"
                                + "Content-Length: 5\r\n\r\n");
    }

    @Test
    void framingIsWrittenFromTheFramingAlone() {
        Fields head =
                fields(
                        ":method: POST",
                        ":path: /",
                        "content-length: 9",
                        "transfer-encoding: gzip",
                        "host: other");
        String start = "POST / HTTP/1.1\r\nHost: localhost:3000\r\n";

        assertThat(request(head, null, FIVE)).isEqualTo(start + "Content-Length: 5\r\n\r\n");
        assertThat(request(head, null, new BodyFraming.Length(0)))
                .isEqualTo(start + "Content-Length: 0\r\n\r\n");
        assertThat(request(head, null, new BodyFraming.Length(Long.MAX_VALUE)))
                .isEqualTo(start + "Content-Length: 9223372036854775807\r\n\r\n");
        assertThat(request(head, null, BodyFraming.CHUNKED))
                .isEqualTo(start + "Transfer-Encoding: chunked\r\n\r\n");
        assertThat(request(head, null, BodyFraming.NONE)).isEqualTo(start + "\r\n");
    }

    @Test
    void crumbsOfCookiesAreJoinedWhereTheFirstStood() {
        Fields head =
                fields(
                        ":method: GET",
                        ":path: /",
                        "cookie: a=1",
                        "x: y",
                        "cookie: b=2",
                        "cookie: c=3");

        assertThat(request(head, null, BodyFraming.NONE))
                .isEqualTo(
                        "GET / HTTP/1.1\r\n"
                                + "Host: localhost:3000\r\n"
                                + "Cookie: a=1; b=2; c=3\r\n"
                                + "X: y\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/base, /, /base/",
        "/base, //evil.example, /base//evil.example",
        "'', /x, /x",
        "/base, *, *"
    })
    void thePrefixStandsBeforeThePath(String prefix, String path, String target) {
        assertThat(request(fields(":method: OPTIONS", ":path: " + path), prefix, BodyFraming.NONE))
                .startsWith("OPTIONS " + target + " HTTP/1.1\r\n");
    }

    @Test
    void anUpgradeIsWrittenAsTheCallerPutIt() {
        assertThat(
                        request(
                                fields(
                                        ":method: GET",
                                        ":path: /ws",
                                        "connection: Upgrade",
                                        "upgrade: websocket",
                                        "sec-websocket-key: k"),
                                null,
                                BodyFraming.NONE))
                .endsWith(
                        "\r\n"
                                + "Connection: Upgrade\r\n"
                                + "Upgrade: websocket\r\n"
                                + "Sec-WebSocket-Key: k\r\n\r\n");
    }

    @Test
    void aRequestWithoutAPathIsABug() {
        assertThatThrownBy(() -> request(fields(":method: GET"), null, BodyFraming.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true, false, -",
                "false, false, close",
                "true, true, keep-alive",
                "false, true, close"
            })
    void connectionIsWrittenWhereItDiffersFromTheDefault(
            boolean keepAlive, boolean http10, @Nullable String expected) {
        String line = expected == null ? "" : "Connection: " + expected + "\r\n";
        assertThat(response(fields(":status: 200", "connection: x"), FIVE, keepAlive, http10))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n" + line + "\r\n");
    }

    @Test
    void aBodyUntilTheCloseSaysSo() {
        assertThat(
                        response(
                                fields(":status: 200", "content-length: 9"),
                                BodyFraming.UNTIL_CLOSE,
                                true,
                                false))
                .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "304, true",
        "404, true",
        "204, false",
        "100, false",
        "103, false",
        "101, false"
    })
    void withoutABodyTheLengthOfTheRepresentationStays(int status, boolean stays) {
        String response =
                response(
                        fields(":status: " + status, "content-length: 9"),
                        BodyFraming.NONE,
                        true,
                        false);
        assertThat(response.contains("Content-Length: 9\r\n")).isEqualTo(stays);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103})
    void interimHeadsSayNothingAboutTheConnection(int status) {
        assertThat(
                        response(
                                fields(":status: " + status, "link: a"),
                                BodyFraming.NONE,
                                false,
                                false))
                .endsWith("\r\nLink: a\r\n\r\n");
    }

    @Test
    void switchingProtocolsKeepsItsConnectionField() {
        assertThat(
                        response(
                                fields(":status: 101", "connection: Upgrade", "upgrade: websocket"),
                                BodyFraming.NONE,
                                false,
                                false))
                .isEqualTo(
                        "HTTP/1.1 101 Switching Protocols\r\n"
                                + "Connection: Upgrade\r\n"
                                + "Upgrade: websocket\r\n\r\n");
    }

    @Test
    void anUnknownStatusHasNoReason() {
        assertThat(response(fields(":status: 599"), FIVE, true, false))
                .startsWith("HTTP/1.1 599 \r\n");
        assertThat(response(fields(":status: 418"), FIVE, true, false))
                .startsWith("HTTP/1.1 418 \r\n");
        assertThatThrownBy(() -> response(fields(":status: 99"), FIVE, true, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHugeHeadIsWrittenWhole() {
        String value = "v".repeat(300_000);
        assertThat(
                        response(
                                fields(":status: 200", "x: " + value),
                                BodyFraming.CHUNKED,
                                true,
                                false))
                .isEqualTo(
                        "HTTP/1.1 200 OK\r\nX: "
                                + value
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "15, f", "16, 10", "255, ff", "4096, 1000", "2147483647, 7fffffff"})
    void aChunkStartsWithItsSize(int size, String hex) {
        ByteBuf out = Unpooled.buffer();
        Http1Writer.chunkStart(size, out);
        Http1Writer.chunkEnd(out);
        assertThat(out.toString(ISO_8859_1)).isEqualTo(hex + "\r\n\r\n");
    }

    @Test
    void anEmptyChunkWouldBeTheEnd() {
        assertThatThrownBy(() -> Http1Writer.chunkStart(0, Unpooled.buffer()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLastChunkCarriesTheTrailers() {
        ByteBuf out = Unpooled.buffer();
        Http1Writer.lastChunk(null, out);
        Http1Writer.lastChunk(fields("grpc-status: 0", "etag: x"), out);
        assertThat(out.toString(ISO_8859_1))
                .isEqualTo("0\r\n\r\n0\r\nGrpc-Status: 0\r\nETag: x\r\n\r\n");
    }

    private static String request(Fields head, @Nullable String prefix, BodyFraming framing) {
        ByteBuf out = Unpooled.buffer();
        Http1Writer.request(head, prefix, "localhost:3000", framing, out);
        return out.toString(ISO_8859_1);
    }

    private static String response(
            Fields head, BodyFraming framing, boolean keepAlive, boolean http10) {
        ByteBuf out = Unpooled.buffer();
        Http1Writer.response(head, framing, keepAlive, http10, out);
        return out.toString(ISO_8859_1);
    }
}
