package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.shop.ShopProcess;
import io.portsicle.acceptance.visitor.Browser;
import io.portsicle.acceptance.visitor.RawResponse;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Spring Boot application as local server, and a real browser as visitor.
class WebApplicationTest {
    private static ShopProcess shop;
    private static Tunnel tunnel;

    @BeforeAll
    static void start() {
        shop = ShopProcess.start();
        tunnel = Tunnel.to(shop.port(), "--name", "shop");
    }

    @AfterAll
    static void stop() {
        if (tunnel != null) {
            tunnel.close();
        }
        if (shop != null) {
            shop.close();
        }
    }

    @Test
    void aBrowserShowsThePageByTheSubdomain() throws IOException {
        assertShown(tunnel.url(), "subdomain.png");
    }

    @Test
    void aBrowserShowsThePageByThePathUrl() throws IOException {
        assertShown(tunnel.agent().pathUrl(), "path.png");
    }

    @Test
    void theApiAnswersAPost() throws IOException {
        try (RawVisitor visitor = tunnel.visitor()) {
            RawResponse response =
                    visitor.post(
                            "/api/orders",
                            "{\"article\":\"ice\",\"number\":1}",
                            "Content-Type: application/json");

            assertThat(response.text()).isEqualTo("{\"article\":\"ice\",\"number\":2}");
        }
    }

    private static void assertShown(URI page, String pictureName) throws IOException {
        Path picture =
                Files.createDirectories(Path.of("target", "screenshots")).resolve(pictureName);
        Files.deleteIfExists(picture);

        String shown = Browser.installed().show(page, picture);

        assertThat(shown)
                .contains("rgb(0, 102, 51)")
                .contains("script ran")
                .contains("greetings from the API");
        assertThat(picture).isNotEmptyFile();
    }
}
