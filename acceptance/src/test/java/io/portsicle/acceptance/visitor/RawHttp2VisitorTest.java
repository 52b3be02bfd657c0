package io.portsicle.acceptance.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.wire.Http2Frame;
import io.portsicle.acceptance.wire.RawField;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// That our frames are HTTP/2 is for another server to say: nginx.
class RawHttp2VisitorTest {
    private static final int WHOLE_HEAD = Http2Frame.END_STREAM | Http2Frame.END_HEADERS;

    @AutoClose
    private static final Nginx NGINX =
            Nginx.startOn(
                    FreePort.next(),
                    "",
                    "http2",
                    """
                    location /204 { return 204; }
                    location /echo { if ($http_x_long ~ "^a{1000}$") { return 202; } return 400; }
                    location /upload { proxy_pass http://127.0.0.1:1; }
                    """);

    private static final URI URL = URI.create("http://localhost:" + NGINX.port());

    @Test
    void aRequestIsAnswered() throws IOException {
        try (var visitor = RawHttp2Visitor.of(URL)) {
            assertThat(visitor.get(1, "/204").outcome(1)).isEqualTo("204");
            assertThat(visitor.get(3, "/nowhere").outcome(3)).isEqualTo("404");
        }
    }

    @Test
    void aLongValueIsRead() throws IOException {
        try (var visitor = RawHttp2Visitor.of(URL)) {
            byte[] block = head("GET", "/echo", new RawField("x-long", "a".repeat(1_000)));
            visitor.send(new Http2Frame(Http2Frame.Type.HEADERS, WHOLE_HEAD, 1, block));

            assertThat(visitor.outcome(1)).isEqualTo("202");
        }
    }

    @Test
    void aHeadMayBeCutInTwo() throws IOException {
        byte[] block = head("GET", "/204");
        try (var visitor = RawHttp2Visitor.of(URL)) {
            visitor.send(
                    new Http2Frame(
                            Http2Frame.Type.HEADERS,
                            Http2Frame.END_STREAM,
                            1,
                            Arrays.copyOf(block, 20)),
                    new Http2Frame(
                            Http2Frame.Type.CONTINUATION,
                            Http2Frame.END_HEADERS,
                            1,
                            Arrays.copyOfRange(block, 20, block.length)));

            assertThat(visitor.outcome(1)).isEqualTo("204");
        }
    }

    @Test
    void aBodyOfTheRightLengthIsTakenAndOneOfAWrongLengthIsNot() throws IOException {
        byte[] block = head("POST", "/upload", new RawField("content-length", "5"));
        try (var visitor = RawHttp2Visitor.of(URL)) {
            visitor.send(new Http2Frame(Http2Frame.Type.HEADERS, Http2Frame.END_HEADERS, 1, block));
            visitor.send(
                    new Http2Frame(Http2Frame.Type.DATA, Http2Frame.END_STREAM, 1, ascii("hello")));
            assertThat(visitor.outcome(1)).as("nobody listens behind it").isEqualTo("502");

            visitor.send(new Http2Frame(Http2Frame.Type.HEADERS, Http2Frame.END_HEADERS, 3, block));
            visitor.send(
                    new Http2Frame(Http2Frame.Type.DATA, Http2Frame.END_STREAM, 3, ascii("hell")));
            assertThat(visitor.outcome(3)).isEqualTo("400");
        }
    }

    @Test
    void whatIsWrongIsSentAsItIs() throws IOException {
        try (var visitor = RawHttp2Visitor.of(URL)) {
            byte[] block = head("GET", "/204", new RawField("X-Capital", "a"));
            visitor.send(new Http2Frame(Http2Frame.Type.HEADERS, WHOLE_HEAD, 1, block));
            assertThat(visitor.outcome(1)).isIn("400", "reset PROTOCOL_ERROR");

            visitor.send(new Http2Frame(Http2Frame.Type.DATA, 0, 0, ascii("on no stream")));
            assertThat(visitor.ending()).isEqualTo("goaway PROTOCOL_ERROR");
        }
    }

    private static byte[] head(String method, String path, RawField... more) {
        var fields =
                new ArrayList<>(
                        List.of(
                                new RawField(":method", method),
                                new RawField(":scheme", "http"),
                                new RawField(":authority", URL.getAuthority()),
                                new RawField(":path", path)));
        fields.addAll(List.of(more));
        return Http2Frame.block(fields);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
