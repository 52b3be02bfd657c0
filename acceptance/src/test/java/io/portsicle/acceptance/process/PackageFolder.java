package io.portsicle.acceptance.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a package manager brings for a test, as pinned in a folder of
/// `src/test/resources/packages`: a lock file, a list of requirements. It is brought once, into a
/// folder of the same name under `target`, and anew when that pinning changes.
public final class PackageFolder {
    private static final Path PINNED =
            Path.of("src", "test", "resources", "packages").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private PackageFolder() {}

    /// Runs npm's clean install.
    public static Path ofNpm(String name) {
        Path npm = Tool.require("npm");
        return filled(name, List.of(npm.toString(), "ci", "--prefer-offline", "--silent"));
    }

    /// Packages of Python, themselves in the folder; for whichever Python runs them.
    public static Path ofPip(String name) {
        Path python = Tool.require("python3");
        return filled(
                name,
                List.of(
                        python.toString(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--no-deps",
                        "--no-compile",
                        "--target",
                        ".",
                        "--requirement",
                        "requirements.txt"));
    }

    /// The class path of what a `pom.xml` depends on. A class path of its own, because tests have
    /// other versions of the same libraries.
    public static String classPathOf(String name) {
        Path folder =
                filled(
                        name,
                        List.of(
                                Portsicle.root().resolve("mvnw").toString(),
                                "--quiet",
                                "--batch-mode",
                                "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath",
                                "-Dmdep.outputFile=classpath"));
        return read(folder.resolve("classpath")).strip();
    }

    /// A program of a Go module that the folder's `go.mod` requires.
    public static Path programOfGo(String name, String packagePath) {
        Path go = Tool.require("go");
        Path folder = filled(name, List.of(go.toString(), "build", "-o", "program", packagePath));
        return folder.resolve("program");
    }

    private static synchronized Path filled(String name, List<String> command) {
        Path pinned = PINNED.resolve(name);
        Path folder = Path.of("target", "packages", name).toAbsolutePath();
        String wanted = contents(pinned);
        Path marker = folder.resolve("pinned");
        if (!Files.exists(marker) || !read(marker).equals(wanted)) {
            copy(pinned, folder);
            run(command, folder);
            write(marker, wanted);
        }
        return folder;
    }

    private static void run(List<String> command, Path folder) {
        try (var process = ChildProcess.start(command, Map.of(), folder)) {
            if (process.awaitExit(PATIENCE) != 0) {
                Tool.missing("what " + folder + " pins (" + process + ")");
            }
        }
    }

    private static String contents(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted()
                    .map(file -> file.getFileName() + "\n" + read(file))
                    .toList()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path pinned, Path folder) {
        try (Stream<Path> files = Files.list(pinned)) {
            Files.createDirectories(folder);
            for (Path file : files.toList()) {
                write(folder.resolve(file.getFileName()), read(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
