package io.portsicle.acceptance.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// One tab of a [Chromium].
public final class Tab {
    private static final String LOADED = "Page.loadEventFired";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> WORRYING = Set.of("error", "warning", "assert");

    private final DevTools browser;
    private final String session;

    Tab(DevTools browser, String session) {
        this.browser = browser;
        this.session = session;
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            browser.call(session, domain + ".enable", Map.of());
        }
    }

    /// Goes to a page as if its address had been typed, and waits until it has loaded.
    public Tab go(URI page) {
        return loading(
                () -> browser.call(session, "Page.navigate", Map.of("url", page.toString())));
    }

    /// Runs a script that leads to another page, and waits until that has loaded.
    public Tab leave(String script) {
        return loading(() -> run(script));
    }

    /// Runs a script in the page; what it evaluates to, as text. A promise is waited for; one that
    /// is rejected fails the test.
    public String run(String script) {
        JsonNode result =
                browser.call(
                        session,
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                script,
                                "awaitPromise",
                                true,
                                "returnByValue",
                                true,
                                "userGesture",
                                true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(script + ": " + result.get("exceptionDetails"));
        }
        return result.path("result").path("value").asString("");
    }

    /// The address that the tab shows.
    public URI address() {
        return URI.create(run("location.href"));
    }

    /// Waits until the script evaluates to this text.
    public void await(String script, String wanted) {
        Awaitility.await(script)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(run(script)).as("%s", this).isEqualTo(wanted));
    }

    /// The WebSockets that its page has opened.
    public List<URI> webSockets() {
        return events("Network.webSocketCreated")
                .map(socket -> URI.create(socket.path("url").asString()))
                .toList();
    }

    /// The statuses that answered to these: 101 by HTTP/1.1, 200 by HTTP/2.
    public List<Integer> webSocketAnswers() {
        return events("Network.webSocketHandshakeResponseReceived")
                .map(answer -> answer.path("response").path("status").asInt())
                .toList();
    }

    /// What the console shows in red or yellow: errors and warnings of scripts, exceptions,
    /// requests that failed.
    public List<String> complaints() {
        Stream<JsonNode> said =
                events("Runtime.consoleAPICalled")
                        .filter(call -> WORRYING.contains(call.path("type").asString()));
        Stream<JsonNode> logged =
                events("Log.entryAdded")
                        .map(event -> event.path("entry"))
                        .filter(entry -> WORRYING.contains(entry.path("level").asString()));
        return Stream.of(said, logged, events("Runtime.exceptionThrown"))
                .flatMap(each -> each)
                .map(JsonNode::toString)
                .toList();
    }

    /// A picture of what it shows, as PNG.
    public void picture(Path file) {
        JsonNode answer = browser.call(session, "Page.captureScreenshot", Map.of());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(answer.path("data").asString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return run("document.documentElement.outerHTML") + "\n" + complaints();
    }

    private Stream<JsonNode> events(String name) {
        return browser.events(session, name).stream();
    }

    private Tab loading(Runnable action) {
        int before = loads();
        action.run();
        Awaitility.await("the page has loaded").atMost(PATIENCE).until(() -> loads() > before);
        return this;
    }

    private int loads() {
        return browser.events(session, LOADED).size();
    }
}
