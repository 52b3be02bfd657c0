package io.portsicle.acceptance.local;

import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.PackageFolder;
import io.portsicle.acceptance.process.Tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A framework's development server with a small project, which was never told of a tunnel.
public final class DevelopmentServer implements AutoCloseable {
    private static final Path PROJECTS =
            Path.of("src", "test", "resources", "devservers").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String version;
    private final ChildProcess process;
    private final int port;

    private DevelopmentServer(String version, ChildProcess process, int port) {
        this.version = version;
        this.process = process;
        this.port = port;
    }

    public static DevelopmentServer django() {
        int port = FreePort.next();
        String packages = PackageFolder.ofPip("django").toString();
        Map<String, String> environment =
                Map.of("PYTHONPATH", packages, "PYTHONDONTWRITEBYTECODE", "1");
        return started(
                "5.2.19",
                List.of(Tool.require("python3").toString(), "app.py", "127.0.0.1:" + port),
                environment,
                PROJECTS.resolve("django"),
                port);
    }

    /// The Rails of this machine, with Puma.
    public static DevelopmentServer rails() {
        Path puma = Tool.require("puma");
        int port = FreePort.next();
        return started(
                versionOfRails(),
                List.of(puma.toString(), "--bind", "tcp://127.0.0.1:" + port, "config.ru"),
                Map.of("RAILS_ENV", "development"),
                copied("rails"),
                port);
    }

    public static DevelopmentServer webpack() {
        int port = FreePort.next();
        return started(
                "5.2.7",
                nodeModule("webpack-cli/bin/cli.js", "serve", "--port", Integer.toString(port)),
                Map.of(),
                copied("webpack"),
                port);
    }

    public static DevelopmentServer next() {
        int port = FreePort.next();
        return started(
                "16.4.6",
                nodeModule("next/dist/bin/next", "dev", "--port", Integer.toString(port)),
                Map.of("NEXT_TELEMETRY_DISABLED", "1"),
                copied("next"),
                port);
    }

    public String version() {
        return version;
    }

    public int port() {
        return port;
    }

    @Override
    public String toString() {
        return process.toString();
    }

    /// By its own way of stopping: some have processes of their own.
    @Override
    public void close() {
        process.terminate();
        process.awaitExit();
    }

    private static DevelopmentServer started(
            String version,
            List<String> command,
            Map<String, String> environment,
            Path project,
            int port) {
        ChildProcess process = ChildProcess.start(command, environment, project);
        try {
            await(process + " listens").atMost(PATIENCE).until(() -> listens(process, port));
            return new DevelopmentServer(version, process, port);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    private static boolean listens(ChildProcess process, int port) {
        if (!process.isAlive()) {
            throw new AssertionError("ended instead of listening: " + process);
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> nodeModule(String program, String... arguments) {
        Path modules = PackageFolder.ofNpm("devservers").resolve("node_modules");
        return Stream.concat(
                        Stream.of(
                                Tool.require("node").toString(),
                                modules.resolve(program).toString()),
                        Stream.of(arguments))
                .toList();
    }

    private static String versionOfRails() {
        try (var ruby =
                ChildProcess.start(
                        List.of(
                                Tool.require("ruby").toString(),
                                "-e",
                                "require 'rails'; puts Rails.version"))) {
            return ruby.awaitExit() == 0 ? ruby.out().getFirst() : Tool.missing("Rails").toString();
        }
    }

    /// A copy of a project, below the folder that has the packages, where servers may write.
    private static Path copied(String name) {
        Path source = PROJECTS.resolve(name);
        Path target = Path.of("target", "packages", "devservers", name).toAbsolutePath();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
