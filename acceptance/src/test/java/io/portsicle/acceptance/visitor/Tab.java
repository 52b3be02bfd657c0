package io.portsicle.acceptance.visitor;

import static org.awaitility.Awaitility.await;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// One tab of a [Chromium].
public final class Tab {
    private static final String LOADED = "Page.loadEventFired";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DevTools browser;
    private final String session;

    Tab(DevTools browser, String session) {
        this.browser = browser;
        this.session = session;
        browser.call(session, "Page.enable", Map.of());
        browser.call(session, "Runtime.enable", Map.of());
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

    private Tab loading(Runnable action) {
        int before = loads();
        action.run();
        await("the page has loaded").atMost(PATIENCE).until(() -> loads() > before);
        return this;
    }

    private int loads() {
        return browser.events(session, LOADED).size();
    }
}
