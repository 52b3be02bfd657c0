package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Headless Chromium with a profile of its own for each page.
public record Browser(Path program) {
    static final List<String> FLAGS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--window-size=800,600");

    public static Browser installed() {
        return new Browser(Tool.require("chromium", "chromium-browser", "google-chrome"));
    }

    /// The page as HTML after its scripts have run, and a picture of it in `picture`.
    public String show(URI page, Path picture) {
        Path profile = newProfile();
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(FLAGS);
        command.add("--user-data-dir=" + profile);
        command.addAll(
                List.of(
                        "--virtual-time-budget=10000",
                        "--screenshot=" + picture.toAbsolutePath(),
                        "--dump-dom",
                        page.toString()));
        try (var process = ChildProcess.start(command, Map.of("HOME", profile.toString()))) {
            process.awaitExit();
            return String.join("\n", process.out());
        }
    }

    /// An empty folder for what a browser keeps.
    static Path newProfile() {
        try {
            Path all = Files.createDirectories(Path.of("target", "browser"));
            return Files.createTempDirectory(all, "profile").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
