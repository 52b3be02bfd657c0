package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RootedSite;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.Chromium;
import io.portsicle.acceptance.visitor.Curl;
import io.portsicle.acceptance.visitor.Tab;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// Sites that know nothing of the prefix, below the path URLs of one relay, in one browser.
class RootedSitesTest {
    private static final String SHOWN =
            """
            [getComputedStyle(document.querySelector('h1')).color,
             document.querySelector('img').naturalWidth, window.site, window.part].join()\
            """;
    private static final String ASK = "fetch('/api/who').then(answer => answer.text())";
    private static final String TELL =
            "fetch('/api/who', {method: 'POST', body: 'told'}).then(answer => answer.text())";

    @AutoClose private static final RootedSite ALPHA = RootedSite.start("alpha", 111);
    @AutoClose private static final RootedSite BETA = RootedSite.start("beta", 222);
    @AutoClose private static final RelayProcess RELAY = RelayProcess.start();

    @AutoClose
    private static final AgentProcess ALPHAS =
            AgentProcess.start(RELAY, ALPHA.port(), "--name", "alpha");

    @AutoClose
    private static final AgentProcess BETAS =
            AgentProcess.start(RELAY, BETA.port(), "--name", "beta");

    /// Browsers tell less to a host that is neither loopback nor served over TLS.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "relay.local"})
    void twoSitesInTwoTabsOfOneBrowserStayApart(String host) {
        try (Chromium browser = Chromium.start("--host-resolver-rules=MAP relay.local 127.0.0.1")) {
            URI relay = URI.create("http://" + host + ":" + RELAY.port());
            Tab alpha = browser.newTab().go(relay.resolve("/alpha/"));
            Tab beta = browser.newTab().go(relay.resolve("/beta/"));

            for (int round = 0; round < 3; round++) {
                assertThat(alpha.run(SHOWN)).isEqualTo("rgb(0, 0, 111),111,alpha,alpha");
                assertThat(beta.run(SHOWN)).isEqualTo("rgb(0, 0, 222),222,beta,beta");
                assertThat(alpha.run(ASK)).isEqualTo("alpha ");
                assertThat(beta.run(ASK)).isEqualTo("beta ");
                assertThat(alpha.run(TELL)).isEqualTo("alpha told");
                assertThat(beta.run(TELL)).isEqualTo("beta told");
                alpha.leave("location.reload()");
            }
        }
        assertLoaded(ALPHA, "beta");
        assertLoaded(BETA, "alpha");
    }

    @Test
    void aPageThatSendsNoRefererIsFoundByTheCookie() {
        try (Chromium browser = Chromium.start()) {
            Tab tab = browser.newTab().go(BETAS.pathUrl()).go(ALPHAS.pathUrl().resolve("quiet"));

            assertThat(tab.run(SHOWN)).isEqualTo("rgb(0, 0, 111),111,alpha,alpha");
            assertThat(tab.run(ASK)).isEqualTo("alpha ");
            assertThat(tab.run(TELL)).isEqualTo("alpha told");
        }
    }

    @Test
    void aLinkToTheRootLeadsToTheSitesRoot() {
        try (Chromium browser = Chromium.start()) {
            Tab tab = browser.newTab().go(ALPHAS.pathUrl().resolve("dashboard"));
            tab.leave("document.querySelector('a').click()");

            assertThat(tab.address()).isEqualTo(ALPHAS.pathUrl());
            assertThat(tab.run("document.title")).isEqualTo("alpha");
            assertThat(tab.go(RELAY.address().resolve("/")).run("document.title"))
                    .isEqualTo("Portsicle relay");
        }
    }

    @Test
    void anAddressThatAScriptMadeUpWorksAndCanBeReloaded() {
        try (Chromium browser = Chromium.start()) {
            Tab tab = browser.newTab().go(ALPHAS.pathUrl());
            tab.run("history.pushState(null, '', '/dashboard')");
            assertThat(tab.run(ASK)).isEqualTo("alpha ");

            tab.leave("location.reload()");
            assertThat(tab.address()).isEqualTo(ALPHAS.pathUrl().resolve("dashboard"));
            assertThat(tab.run(SHOWN)).isEqualTo("rgb(0, 0, 111),111,alpha,alpha");
        }
    }

    @Test
    void aFormThatIsPostedBringsItsSession() {
        try (Chromium browser = Chromium.start()) {
            Tab tab = browser.newTab().go(ALPHAS.pathUrl().resolve("login"));
            assertThat(tab.address()).isEqualTo(ALPHAS.pathUrl());
            assertThat(tab.run("document.cookie")).isEqualTo("sid=1");
            tab.leave("document.forms[0].submit()");

            assertThat(tab.address()).isEqualTo(ALPHAS.pathUrl().resolve("welcome"));
            assertThat(ALPHA.lastRequest("/login").values("cookie")).containsExactly("sid=1");
            tab.go(BETAS.pathUrl());
            assertThat(tab.run("document.cookie")).isEmpty();
            assertThat(BETA.lastRequest("/").values("cookie")).isEmpty();
        }
    }

    @Test
    void aServiceWorkerCanNotReachBeyondItsPrefix() {
        try (Chromium browser = Chromium.start()) {
            Tab tab = browser.newTab().go(ALPHAS.pathUrl());

            assertThat(register(tab, "'sw.js', {scope: '/'}")).isEqualTo("SecurityError");
            assertThat(register(tab, "'sw.js', {scope: '/beta/'}")).isEqualTo("SecurityError");
            assertThat(register(tab, "'sw.js', {scope: '/alpha'}")).isEqualTo("SecurityError");
            assertThat(register(tab, "'/sw.js'")).isEqualTo("TypeError");
            assertThat(register(tab, "'sw.js'")).isEqualTo(ALPHAS.pathUrl().toString());
        }
    }

    @Test
    void curlWithACookieJarFollowsLikeABrowser() throws IOException {
        Path jar = Files.createTempFile(Files.createDirectories(Path.of("target")), "jar", "");
        String cookies = jar.toString();
        URI relay = RELAY.address();

        Curl.run("-c", cookies, "-H", "Accept: text/html", BETAS.pathUrl().toString());
        assertThat(Files.readString(jar))
                .contains("#HttpOnly_127.0.0.1")
                .contains("portsicle-path");
        String file = relay.resolve("/js/site.js").toString();
        assertThat(Curl.run("-b", cookies, "-L", file).out()).isEqualTo("window.site = 'beta';");
        assertThat(Curl.run("-b", cookies, "-L", "-e", ALPHAS.pathUrl().toString(), file).out())
                .isEqualTo("window.site = 'alpha';");
        String api = relay.resolve("/api/who").toString();
        assertThat(Curl.run("-b", cookies, "-L", "-d", "told", api).out()).isEqualTo("beta told");
        assertThat(BETA.lastRequest("/api/who").values("cookie")).isEmpty();
        assertThat(Curl.run("-L", file).out()).contains("no-such-endpoint");
    }

    /// As the client of Vite does it.
    @Test
    void aWebSocketAtTheRootIsForThePageThatWasShownLast() {
        String hello =
                """
                new Promise((done, fail) => {
                  const socket = new WebSocket('ws://' + location.host + '/?token=1');
                  socket.onmessage = message => done(message.data);
                  socket.onerror = fail;
                })\
                """;
        try (Chromium browser = Chromium.start()) {
            assertThat(browser.newTab().go(ALPHAS.pathUrl()).run(hello)).isEqualTo("alpha");
            assertThat(browser.newTab().go(BETAS.pathUrl()).run(hello)).isEqualTo("beta");
        }
        assertThat(ALPHA.lastRequest("/").target()).isEqualTo("/?token=1");
    }

    private static void assertLoaded(RootedSite site, String other) {
        for (String path :
                new String[] {
                    "/css/more.css", "/fonts/site.woff2", "/img/back.svg", "/js/part.js"
                }) {
            await(path).until(() -> site.wasAskedFor(path));
        }
        assertThat(site.requests())
                .noneMatch(request -> request.target().contains("of=" + other))
                .noneMatch(request -> request.values("cookie").toString().contains("portsicle"))
                .allMatch(
                        request ->
                                request.value("x-forwarded-prefix").isPresent()
                                        != request.value("origin").isPresent());
    }

    /// The scope of the worker, or the name of the error.
    private static String register(Tab tab, String arguments) {
        return tab.run(
                "navigator.serviceWorker.register(%s).then(done => done.scope, error => error.name)"
                        .formatted(arguments));
    }
}
