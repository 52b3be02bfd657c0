package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.Nginx;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.Content;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;

/// A web server that everybody knows, behind the tunnel.
class NginxTest {
    private static final Content CONTENT = new Content(5 * Content.MIB + 17);

    private static Nginx nginx;
    private static Tunnel tunnel;

    @BeforeAll
    static void start() throws IOException {
        nginx = Nginx.start("location /old { return 301 /new; }");
        try (var file = Files.newOutputStream(nginx.www().resolve("large.bin"))) {
            CONTENT.writeTo(file);
        }
        Files.writeString(nginx.www().resolve("index.html"), "<h1>nginx says hello</h1>");
        tunnel = Tunnel.to(nginx.port());
    }

    @AfterAll
    static void stop() {
        if (tunnel != null) {
            tunnel.close();
        }
        if (nginx != null) {
            nginx.close();
        }
    }

    @Test
    void aPageArrives() throws IOException {
        RawResponse response = RawVisitor.get(tunnel.url(), "/");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("<h1>nginx says hello</h1>");
    }

    @Test
    void aRangeArrives() throws IOException {
        try (RawVisitor visitor = tunnel.visitor()) {
            RawResponse response = visitor.get("/large.bin", "Range: bytes=1000-1999");

            assertThat(response.status()).isEqualTo(206);
            assertThat(response.field("content-range"))
                    .isEqualTo("bytes 1000-1999/" + CONTENT.size());
            assertThat(response.body()).hasSize(1000);
        }
    }

    @Test
    void aRangeBeyondTheEndIsRefusedByTheServerItself() throws IOException {
        try (RawVisitor visitor = tunnel.visitor()) {
            RawResponse response = visitor.get("/large.bin", "Range: bytes=99999999-");

            assertThat(response.status()).isEqualTo(416);
            assertThat(response.head().values("portsicle-error")).isEmpty();
        }
    }

    @Test
    void aFileThatTheVisitorHasIsNotSentAgain() throws IOException {
        try (RawVisitor visitor = tunnel.visitor()) {
            String tag = visitor.get("/index.html").field("etag");

            assertThat(visitor.get("/index.html", "If-None-Match: " + tag).status()).isEqualTo(304);
            assertThat(visitor.get("/index.html").status()).isEqualTo(200);
        }
    }

    @Test
    void javasOwnClientDownloadsByThePathUrl() throws Exception {
        URI file = tunnel.agent().pathUrl().resolve("large.bin");
        try (var client = HttpClient.newHttpClient()) {
            var response =
                    client.send(HttpRequest.newBuilder(file).build(), BodyHandlers.ofInputStream());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(Content.sha256(response.body())).isEqualTo(CONTENT.sha256());
        }
    }
}
