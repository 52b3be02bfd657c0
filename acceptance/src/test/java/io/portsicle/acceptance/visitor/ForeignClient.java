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
import java.util.Optional;

/// Visitors that others made, as programs of theirs under `src/test/resources/foreign/clients`.
/// What they need comes from their languages' registries in fixed versions, once, into
/// `target/clients`.
public enum ForeignClient {
    /// Go's net/http and coder/websocket.
    GO(
            "Go net/http",
            "requests, a streamed upload, trailers both ways, ten requests at once, a WebSocket") {
        @Override
        List<String> program() {
            Path program = FOLDER.resolve("go-client");
            if (!Files.exists(program)) {
                Path go = Tool.requireAtLeast(1, 24, "go", "version");
                run(
                        SOURCES.resolve("go"),
                        Map.of("GOTOOLCHAIN", "local", "GOFLAGS", "-mod=readonly"),
                        go.toString(),
                        "build",
                        "-o",
                        program.toString(),
                        ".");
            }
            return List.of(program.toString());
        }
    },

    /// Python's httpx and websockets.
    PYTHON(
            "httpx",
            "requests, a streamed upload, ten requests at once, a WebSocket of websockets") {
        @Override
        List<String> program() {
            Path python = Tool.require("python3");
            Path packages = FOLDER.resolve("python");
            if (!Files.exists(packages.resolve("websockets"))) {
                run(
                        SOURCES.resolve("python"),
                        Map.of(),
                        python.toString(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--no-deps",
                        "--target",
                        packages.toString(),
                        "--requirement",
                        "requirements.txt");
            }
            return List.of(
                    "env",
                    "PYTHONPATH=" + packages,
                    python.toString(),
                    SOURCES.resolve("python").resolve("client.py").toString());
        }
    },

    /// Node's undici.
    NODE("undici", "requests, a streamed upload, ten requests at once, a WebSocket") {
        @Override
        List<String> program() {
            Path node = Tool.require("node");
            Path folder = FOLDER.resolve("node");
            if (!Files.exists(folder.resolve("node_modules").resolve("undici"))) {
                copy("package.json", folder);
                copy("package-lock.json", folder);
                run(
                        folder,
                        Map.of(),
                        Tool.require("npm").toString(),
                        "ci",
                        "--no-audit",
                        "--no-fund");
            }
            copy("client.js", folder);
            return List.of(node.toString(), folder.resolve("client.js").toString());
        }
    };

    private static final Path SOURCES =
            Path.of("src", "test", "resources", "foreign", "clients").toAbsolutePath();
    private static final Path FOLDER = Path.of("target", "clients").toAbsolutePath();

    private final String subject;
    private final String what;

    ForeignClient(String subject, String what) {
        this.subject = subject;
        this.what = what;
    }

    /// As docs/conformance.md calls it.
    public String subject() {
        return subject;
    }

    /// What it tries.
    public String what() {
        return what;
    }

    /// What it says about its visits, its version last; fails where it says that something was
    /// wrong. It trusts `authority`, and speaks one version of HTTP (`1.1` or `2`).
    public List<String> visit(URI url, Optional<Path> authority, String version) {
        var command = new ArrayList<>(program());
        command.add(url.toString());
        command.add(authority.map(Path::toString).orElse("-"));
        command.add(version);
        try (var client = ChildProcess.start(command)) {
            if (client.awaitExit() != 0) {
                throw new AssertionError(client.toString());
            }
            return client.out();
        }
    }

    /// The words that start it; it is installed first where it was not yet.
    abstract List<String> program();

    private static void run(Path folder, Map<String, String> environment, String... command) {
        try (var process = ChildProcess.start(List.of(command), environment, folder)) {
            if (process.awaitExit() != 0) {
                throw new AssertionError(process.toString());
            }
        }
    }

    private static void copy(String name, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.write(
                    folder.resolve(name),
                    Files.readAllBytes(SOURCES.resolve("node").resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
