package io.portsicle.acceptance.local;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.PackageFolder;
import io.portsicle.acceptance.process.Tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Vite's development server, with a project of its own that a test may edit.
///
/// It has no configuration: what works here works for a project that was never told of a tunnel.
public final class ViteServer implements AutoCloseable {
    public static final String VERSION = "8.3.8";

    private static final Path PROJECT = Path.of("src", "test", "resources", "vite");

    private final ChildProcess process;
    private final Path project;
    private final int port;

    private ViteServer(ChildProcess process, Path project, int port) {
        this.process = process;
        this.project = project;
        this.port = port;
    }

    public static ViteServer start() {
        Path node = Tool.require("node");
        Path vite = PackageFolder.ofNpm("node").resolve("node_modules/vite/bin/vite.js");
        Path project = copyOfProject();
        int port = FreePort.next();
        ChildProcess process =
                ChildProcess.start(
                        List.of(
                                node.toString(),
                                vite.toString(),
                                "--strictPort",
                                "--port",
                                Integer.toString(port)),
                        Map.of("NO_COLOR", "1"),
                        project);
        try {
            process.awaitLine("  ➜  Local:");
            return new ViteServer(process, project, port);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    /// Replaces text in a file of the project, as an editor does that saves it.
    public void edit(String file, String old, String replacement) {
        Path path = project.resolve(file);
        try {
            Files.writeString(path, Files.readString(path).replace(old, replacement));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return process.toString();
    }

    @Override
    public void close() {
        process.close();
    }

    private static Path copyOfProject() {
        try (Stream<Path> files = Files.list(PROJECT)) {
            Path project =
                    Files.createTempDirectory(
                            Files.createDirectories(Path.of("target", "vite")), "project");
            for (Path file : files.toList()) {
                Files.copy(file, project.resolve(file.getFileName()));
            }
            return project.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
