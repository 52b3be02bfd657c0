package io.portsicle.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The program under test, started as a JVM of its own from the classes that this build made.
public final class Portsicle {
    private static final String MAIN = "io.portsicle.cli.Main";
    private static final List<String> STRICT =
            List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dio.netty.leakDetection.level=paranoid");

    private Portsicle() {}

    /// Runs `portsicle ARGS…` with Netty's leak detector at its strictest, and a small heap, whose
    /// frequent collections make it speak.
    public static ChildProcess run(List<String> args) {
        return run(args, Map.of());
    }

    public static ChildProcess run(List<String> args, Map<String, String> environment) {
        return ChildProcess.start(command(STRICT, args), environment);
    }

    /// With further options for the JVM.
    public static ChildProcess runWith(List<String> options, List<String> args) {
        var all = new ArrayList<>(STRICT);
        all.addAll(options);
        return ChildProcess.start(command(all, args));
    }

    /// Runs it as a user's program runs: with the launcher's own options for the JVM.
    public static ChildProcess runLikeTheLauncher(List<String> args) {
        return ChildProcess.start(command(launcherOptions(), args));
    }

    /// Another program of this build, with its tests' class path and the same options for the JVM.
    static ChildProcess runClass(Class<?> main, List<String> args) {
        return ChildProcess.start(
                command(STRICT, System.getProperty("java.class.path"), main.getName(), args));
    }

    /// The words that start it, for a program that starts it in turn.
    public static List<String> command(List<String> args) {
        return command(STRICT, args);
    }

    /// The build's root folder, where `README.md` and the launcher are.
    public static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    /// A buffer that was collected without being released is a bug, whichever test noticed it.
    static void assertNoLeak(ChildProcess process) {
        assertThat(process.err()).as(process.toString()).noneMatch(Portsicle::tellsOfLeak);
        assertThat(process.out()).as(process.toString()).noneMatch(Portsicle::tellsOfLeak);
    }

    private static boolean tellsOfLeak(String line) {
        return line.contains("LEAK:");
    }

    private static List<String> command(List<String> options, List<String> args) {
        return command(options, classPath(), MAIN, args);
    }

    private static List<String> command(
            List<String> options, String classPath, String main, List<String> args) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(args);
        return command;
    }

    /// What the launcher gives to the JVM: the words of its variable `jvm`.
    private static List<String> launcherOptions() {
        try {
            String script = Files.readString(root().resolve("portsicle"));
            int from = script.indexOf("\njvm='") + "\njvm='".length();
            String options = script.substring(from, script.indexOf('\'', from));
            assertThat(options).startsWith("-XX:").contains("-Xmx");
            return List.of(options.split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The folder that the launcher runs, when this build has just packaged it; else the tests' own
    /// class path.
    private static String classPath() {
        String own = System.getProperty("java.class.path");
        return Arrays.stream(own.split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> entry.endsWith("portsicle/lib/portsicle.jar"))
                .findFirst()
                .map(jar -> jar.resolveSibling("*").toString())
                .orElse(own);
    }
}
