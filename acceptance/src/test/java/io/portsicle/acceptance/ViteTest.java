package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.conformance.Conformance;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.local.ViteServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.Chromium;
import io.portsicle.acceptance.visitor.Tab;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URI;
import java.nio.file.Path;

/// Vite's development server with hot reload, and a browser that has the public page open.
@Tag("conformance")
@ParameterizedClass
@EnumSource
class ViteTest {
    /// A domain that Vite was not told of: under `localhost` it would accept any host. And Vite's
    /// page tries the development server itself when its WebSocket fails, which must not help here,
    /// where it is on the same machine.
    private static final String DOMAIN = "tunnels.example";

    private static final String ONLY_THE_RELAY =
            "--host-resolver-rules=MAP *.tunnels.example 127.0.0.1, MAP localhost ~NOTFOUND";

    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private final Door door;

    @AutoClose private final ViteServer vite = ViteServer.start();
    @AutoClose private final RelayProcess relay;
    @AutoClose private final AgentProcess agent;

    @AutoClose
    private final Chromium browser = Chromium.start(ONLY_THE_RELAY, "--ignore-certificate-errors");

    ViteTest(Door door) {
        this.door = door;
        this.relay = door.relay(AUTHORITY, "--domain", DOMAIN);
        this.agent = door.agent(relay, AUTHORITY, vite.port());
    }

    @Test
    void anEditAppearsOnThePublicPageWithoutReload() {
        assertEditsAppear(agent.url(), "subdomain");
    }

    @Test
    void anEditAppearsOnThePathUrlWithoutReload() {
        assertEditsAppear(agent.pathUrl(), "path URL");
    }

    private void assertEditsAppear(URI url, String kind) {
        Tab page = browser.newTab().go(url);
        page.await("document.querySelector('h1').textContent", "first version");
        page.run("window.isTheSameDocument = 'yes'");

        vite.edit("message.js", "first version", "second version");
        vite.edit("style.css", "rgb(0, 0, 200)", "rgb(0, 100, 0)");

        page.await("document.querySelector('h1').textContent", "second version");
        page.await("getComputedStyle(document.querySelector('h1')).color", "rgb(0, 100, 0)");
        assertThat(page.run("window.isTheSameDocument")).isEqualTo("yes");
        assertThat(page.webSockets())
                .singleElement()
                .extracting(URI::getAuthority)
                .isEqualTo(url.getAuthority());
        assertThat(page.webSocketAnswers()).containsExactly(door == Door.TLS ? 200 : 101);
        page.picture(Path.of("target", "screenshots", picture(kind)));
        assertThat(page.complaints()).isEmpty();
        Conformance.row(
                "Vite",
                ViteServer.VERSION + ", " + browser.version(),
                "hot reload of a script and a stylesheet; " + kind + ", " + door,
                "the page changes without a reload, by a WebSocket over HTTP/%s; nothing in the console"
                        .formatted(door == Door.TLS ? "2" : "1.1"));
    }

    private String picture(String kind) {
        return "vite-%s-%s.png".formatted(kind.replace(' ', '-'), door);
    }
}
