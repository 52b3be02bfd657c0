package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.LocalConnection;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.Content;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/// Bodies of every size arrive whole, in both directions and with both framings.
class BodiesTest {
    private static final long LARGEST = 256L * Content.MIB;

    @AutoClose private static final RawServer LOCAL = RawServer.start(BodiesTest::serve);

    @AutoClose private static final Tunnel TUNNEL = Tunnel.likeTheLauncherTo(LOCAL.port());

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 16_384, 65_537, LARGEST})
    void anUploadOfKnownLengthArrives(long size) throws IOException {
        var content = new Content(size);
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "PUT /digest HTTP/1.1\r\nHost: {host}\r\nContent-Length: " + size + "\r\n\r\n");
            content.writeTo(visitor.out());

            assertThat(visitor.read().text()).isEqualTo(content.sha256());
        }
        assertThat(LOCAL.lastRequest().value("content-length")).contains(Long.toString(size));
        assertThat(LOCAL.lastRequest().value("transfer-encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 16_384, 65_537, LARGEST})
    void anUploadInChunksArrives(long size) throws IOException {
        var content = new Content(size);
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "PUT /digest HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n");
            content.writeChunkedTo(visitor.out(), 8_000);

            assertThat(visitor.read().text()).isEqualTo(content.sha256());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 16_384, 65_537, LARGEST})
    void aDownloadOfKnownLengthArrives(long size) throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawHead head = visitor.request("GET", "/length/" + size).readHead();

            assertThat(head.value("content-length")).contains(Long.toString(size));
            assertThat(Content.sha256(visitor.body(head))).isEqualTo(new Content(size).sha256());
            assertThat(visitor.get("/length/1").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 16_384, 65_537, LARGEST})
    void aDownloadInChunksArrives(long size) throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawHead head = visitor.request("GET", "/chunked/" + size).readHead();

            assertThat(head.has("transfer-encoding", "chunked")).isTrue();
            assertThat(Content.sha256(visitor.body(head))).isEqualTo(new Content(size).sha256());
            assertThat(visitor.get("/length/1").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 65_537})
    void aDownloadThatEndsWithTheLocalConnectionArrives(long size) throws IOException {
        RawResponse response = RawVisitor.get(TUNNEL.url(), "/until-close/" + size);

        assertThat(Content.sha256(new ByteArrayInputStream(response.body())))
                .isEqualTo(new Content(size).sha256());
    }

    private static void serve(RawHead request, LocalConnection connection) throws IOException {
        String[] path = request.target().split("/");
        switch (path[1]) {
            case "digest" -> connection.respond(200, Content.sha256(connection.body(request)));
            case "length" -> {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + path[2] + "\r\n\r\n");
                new Content(Long.parseLong(path[2])).writeTo(connection.out());
            }
            case "chunked" -> {
                connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                new Content(Long.parseLong(path[2])).writeChunkedTo(connection.out(), 8_000);
            }
            default -> {
                connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                new Content(Long.parseLong(path[2])).writeTo(connection.out());
                connection.close();
            }
        }
    }
}
