package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Portsicle;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The launcher in a checkout whose JDK and Maven only say what they were asked to do.
class LauncherTest {
    private static final String BUILD =
            """
            #!/bin/sh
            echo "$@" >>builds
            mkdir -p cli/target/launcher/portsicle/lib
            touch cli/target/launcher/portsicle/built
            """;
    private static final String JAVA =
            """
            #!/bin/sh
            echo "Your public url: of the rehearsal"
            echo "$@" >>"${0%/*}/starts"
            for word in "$@"; do echo "[$word]"; done
            exit 3
            """;

    @TempDir Path folder;
    private Path checkout;
    private Path jdk;

    @BeforeEach
    void makeTheCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("a folder with spaces"));
        Files.copy(Portsicle.root().resolve("portsicle"), checkout.resolve("portsicle"));
        for (String module : List.of("tunnel", "agent", "relay", "cli")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.createFile(checkout.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(checkout.resolve("pom.xml"));
        program(checkout.resolve("mvnw"), BUILD);
        jdk = jdk("25.0.3");
    }

    @Test
    void buildsOnTheFirstRunOnly() throws IOException {
        assertThat(launch().err()).first().asString().startsWith("Building Portsicle (first run");
        assertThat(launch().err()).isEmpty();

        assertThat(Files.readAllLines(checkout.resolve("builds"))).hasSize(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws IOException {
        launch();
        Files.createFile(checkout.resolve("relay/src/main/New.java"));

        assertThat(launch().err()).contains("Building Portsicle (sources have changed) ...");
    }

    @Test
    void takesWhatTheTestCommandHasPackaged() throws IOException {
        Files.createDirectories(checkout.resolve("cli/target/portsicle/lib"));
        Files.createFile(checkout.resolve("cli/target/portsicle/built"));

        ChildProcess program = launch();

        assertThat(program.out())
                .contains("[" + checkout.toRealPath() + "/cli/target/portsicle/lib/portsicle.jar]");
        assertThat(checkout.resolve("builds")).doesNotExist();
    }

    @Test
    void rehearsesEachProgramOnceForTheCacheOfItsClasses() throws IOException {
        Path built = checkout.resolve("cli/target/portsicle/built");
        Files.createDirectories(built.resolveSibling("lib"));
        Files.createFile(built);

        launch();
        launch();
        assertThat(rehearsals()).isEqualTo(1);

        Files.setLastModifiedTime(built, FileTime.from(Instant.now()));
        launch();
        launch();
        assertThat(rehearsals()).as("after it was packaged again").isEqualTo(2);

        Files.setLastModifiedTime(checkout.resolve("portsicle"), FileTime.from(Instant.now()));
        launch();
        launch();
        assertThat(rehearsals()).as("with a launcher of other options").isEqualTo(3);
    }

    /// What ends before it was there may never end: the JVM is still starting.
    @Test
    void endsARehearsalOnlyOnceTheProgramIsThere() throws IOException {
        program(
                jdk.resolve("bin/java"),
                """
                #!/bin/sh
                case "$*" in
                    *AOTCacheOutput*)
                        sleep 0.3
                        sleep 10 &
                        trap 'touch "${0%/*}/ended"; kill $!; exit' TERM
                        echo "Your public url: of this rehearsal"
                        wait ;;
                esac
                """);
        Files.createDirectories(checkout.resolve("target"));
        Files.writeString(
                checkout.resolve("target/rehearsal.log"), "Your public url: of an older one\n");

        assertThat(launch().awaitExit()).isZero();

        assertThat(jdk.resolve("bin/ended")).exists();
    }

    private long rehearsals() throws IOException {
        return Files.readAllLines(jdk.resolve("bin/starts")).stream()
                .filter(line -> line.contains("/cli/target/portsicle/start.aot"))
                .count();
    }

    @Test
    void showsTheLogOfAFailedBuild() throws IOException {
        program(checkout.resolve("mvnw"), "#!/bin/sh\necho the reason\nexit 1\n");

        ChildProcess program = launch();

        assertThat(program.awaitExit()).isEqualTo(1);
        assertThat(program.err())
                .contains("the reason")
                .anyMatch(line -> line.startsWith("portsicle: the build failed"));
        assertThat(program.out()).isEmpty();
    }

    @Test
    void handsArgumentsAndTheExitCodeOn() {
        ChildProcess program = launch("http", "a b", "*", "");

        assertThat(program.awaitExit()).isEqualTo(3);
        assertThat(program.out()).endsWith("[http]", "[a b]", "[*]", "[]");
    }

    @Test
    void worksThroughASymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), checkout.resolve("portsicle"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("link"));

        assertThat(launch(second, Map.of("JAVA_HOME", jdk.toString())).awaitExit()).isEqualTo(3);
        assertThat(link).isSymbolicLink();
    }

    @Test
    void passesOverAJdkThatIsTooOld() throws IOException {
        String path = jdk.resolve("bin") + ":" + System.getenv("PATH");

        ChildProcess program =
                launch(
                        checkout.resolve("portsicle"),
                        Map.of("JAVA_HOME", jdk("17.0.15").toString(), "PATH", path));

        assertThat(program.awaitExit()).isEqualTo(3);
    }

    @Test
    void ourOwnOptionsForTheJvmComeBeforeTheUsers() {
        ChildProcess program =
                launch(
                        checkout.resolve("portsicle"),
                        Map.of(
                                "JAVA_HOME",
                                jdk.toString(),
                                "PORTSICLE_JAVA_OPTS",
                                "-Xmx1g -Dmine=1"));

        program.awaitExit();
        assertThat(program.out())
                .containsSubsequence("[-Xmx256m]", "[-Xmx1g]", "[-Dmine=1]", "[-jar]");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isScheduledAsABatchUnlessTheUserChoseAClass() throws IOException {
        program(
                jdk.resolve("bin/java"),
                """
                #!/bin/sh
                echo "Your public url: of the rehearsal"
                cut -d' ' -f41 /proc/$$/stat
                """);

        ChildProcess idle =
                launch(
                        Path.of("chrt"),
                        Map.of("JAVA_HOME", jdk.toString()),
                        "-i",
                        "0",
                        checkout.resolve("portsicle").toString());

        assertThat(launch().out()).last().isEqualTo("3");
        assertThat(idle.out()).last().isEqualTo("5");
    }

    private ChildProcess launch(String... arguments) {
        return launch(
                checkout.resolve("portsicle"), Map.of("JAVA_HOME", jdk.toString()), arguments);
    }

    private ChildProcess launch(
            Path launcher, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ChildProcess program = ChildProcess.start(command, environment, folder);
        program.awaitExit();
        return program;
    }

    private Path jdk(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("jdk " + version));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/java"), JAVA);
        program(home.resolve("bin/javac"), JAVA);
        return home;
    }

    private static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("can't make " + file + " executable");
        }
    }
}
