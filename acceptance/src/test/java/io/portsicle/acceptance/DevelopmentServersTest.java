package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.conformance.Conformance;
import io.portsicle.acceptance.local.DevelopmentServer;
import io.portsicle.acceptance.local.TestAuthority;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.Curl;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Development servers that refuse hosts and origins which they don't know take those of the public
/// URL, without a word of configuration. Vite has a test of its own, and so has Spring.
@Tag("conformance")
@ParameterizedClass
@EnumSource
class DevelopmentServersTest {
    /// Under `localhost` they would take any name.
    private static final String DOMAIN = "tunnels.example";

    private static final Pattern NEXT_ACTION = Pattern.compile("\\$ACTION_ID_\\w+");
    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private final Door door;

    @AutoClose private final RelayProcess relay;

    @TempDir Path folder;

    DevelopmentServersTest(Door door) {
        this.door = door;
        this.relay = door.relay(AUTHORITY, "--domain", DOMAIN);
    }

    @Test
    void djangoTakesAFormOfThePublicPage() {
        try (DevelopmentServer django = DevelopmentServer.django();
                AgentProcess agent = door.agent(relay, AUTHORITY, django.port())) {
            assertFormsWithTokensWork(agent, "csrfmiddlewaretoken");
            state("Django", django);
        }
    }

    @Test
    void railsTakesAFormOfThePublicPage() {
        try (DevelopmentServer rails = DevelopmentServer.rails();
                AgentProcess agent = door.agent(relay, AUTHORITY, rails.port())) {
            assertFormsWithTokensWork(agent, "authenticity_token");
            state("Rails", rails);
        }
    }

    @Test
    void nextTakesAServerActionOfThePublicPage() {
        try (DevelopmentServer next = DevelopmentServer.next();
                AgentProcess agent = door.agent(relay, AUTHORITY, next.port())) {
            for (URI url : List.of(agent.url().resolve("/"), agent.pathUrl())) {
                Matcher action = NEXT_ACTION.matcher(curl(url));
                assertThat(action.find()).as("a server action at %s", url).isTrue();

                assertThat(answerToForm(url, url, "--form", action.group() + "="))
                        .isEqualTo("303 " + url + "done");
            }
            state("Next.js", next);
        }
    }

    @Test
    void webpackTakesTheWebSocketOfThePublicPage() throws IOException {
        try (DevelopmentServer webpack = DevelopmentServer.webpack();
                AgentProcess agent = door.agent(relay, AUTHORITY, webpack.port())) {
            for (URI url : List.of(agent.url().resolve("/"), agent.pathUrl())) {
                assertThat(curl(url)).contains("<title>page</title>");
                assertThat(firstMessage(url)).contains("\"hot\"");
            }
            state("webpack-dev-server", webpack);
        }
    }

    /// A page shows the token that its form has to have, and sets a cookie beside it.
    private void assertFormsWithTokensWork(AgentProcess agent, String tokenName) {
        for (URI url : List.of(agent.url().resolve("/"), agent.pathUrl())) {
            String jar = folder.resolve(url.getHost()).toString();
            String token = curl(url, "--cookie-jar", jar);

            assertThat(
                            answerToForm(
                                    url,
                                    url.resolve("form"),
                                    "--cookie",
                                    jar,
                                    "--data-urlencode",
                                    tokenName + "=" + token))
                    .isEqualTo("302 " + url + "done");
        }
    }

    /// The status of the answer to a form of the page at `page`, and where it leads.
    private String answerToForm(URI page, URI to, String... form) {
        var options = new ArrayList<>(List.of(form));
        options.addAll(
                List.of(
                        "--header",
                        originOf(page),
                        "--header",
                        "Referer: " + page,
                        "--output",
                        "/dev/null",
                        "--write-out",
                        "%{http_code} %{redirect_url}"));
        return curl(to, options.toArray(String[]::new));
    }

    /// What the development server says first on its WebSocket.
    private static String firstMessage(URI page) throws IOException {
        try (RawVisitor visitor = RawVisitor.of(page)) {
            visitor.request(
                    "GET",
                    "/ws",
                    originOf(page),
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(visitor.readHead().status()).isEqualTo(101);
            byte[] start = visitor.readBytes(2);
            return new String(visitor.readBytes(start[1]), StandardCharsets.UTF_8);
        }
    }

    private static String originOf(URI page) {
        return "Origin: " + page.getScheme() + "://" + page.getAuthority();
    }

    private String curl(URI url, String... options) {
        var arguments = new ArrayList<>(List.of(options));
        arguments.addAll(
                List.of(
                        "--insecure", // the name is not in the certificate
                        "--resolve",
                        url.getHost() + ":" + url.getPort() + ":127.0.0.1",
                        url.toString()));
        Curl curl = Curl.run(arguments.toArray(String[]::new));
        assertThat(curl.exit()).as(curl.toString()).isZero();
        return curl.out();
    }

    private void state(String framework, DevelopmentServer server) {
        Conformance.row(
                framework,
                server.version(),
                "its development server, host and origin of the public page; " + door,
                "accepted");
    }
}
