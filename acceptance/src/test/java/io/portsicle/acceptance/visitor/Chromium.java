package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.process.ChildProcess;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A running headless Chromium with one profile and as many tabs as a test opens.
public final class Chromium implements AutoCloseable {
    private static final String LISTENING = "DevTools listening on ";

    private final ChildProcess process;
    private final DevTools devTools;

    private Chromium(ChildProcess process, DevTools devTools) {
        this.process = process;
        this.devTools = devTools;
    }

    public static Chromium start(String... flags) {
        Path profile = Browser.newProfile();
        var command = new ArrayList<>(List.of(Browser.installed().program().toString()));
        command.addAll(Browser.FLAGS);
        command.addAll(List.of(flags));
        command.add("--user-data-dir=" + profile);
        command.addAll(List.of("--remote-debugging-port=0", "about:blank"));
        ChildProcess process = ChildProcess.start(command, Map.of("HOME", profile.toString()));
        try {
            return new Chromium(process, new DevTools(address(process)));
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /// Another tab, empty.
    public Tab newTab() {
        String target =
                devTools.call(null, "Target.createTarget", Map.of("url", "about:blank"))
                        .path("targetId")
                        .asString();
        String session =
                devTools.call(
                                null,
                                "Target.attachToTarget",
                                Map.of("targetId", target, "flatten", true))
                        .path("sessionId")
                        .asString();
        return new Tab(devTools, session);
    }

    /// Its product and version: `Chrome/140.0.7339.80`.
    public String version() {
        return devTools.call(null, "Browser.getVersion", Map.of()).path("product").asString();
    }

    @Override
    public void close() {
        devTools.close();
        process.close();
    }

    private static URI address(ChildProcess process) {
        return URI.create(process.awaitErrorLine(LISTENING).substring(LISTENING.length()).strip());
    }
}
