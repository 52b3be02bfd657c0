package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What the README tells people to type does what it says.
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
    private static final String FIRST_COMMAND = "./portsicle http -p 3000";

    @Test
    void itsFirstCommandPutsALocalServerOnAPublicUrl() throws IOException {
        assertThat(commands()).contains(FIRST_COMMAND);
        try (RawServer local = RawServer.saying("hello from port 3000");
                ChildProcess program =
                        start(FIRST_COMMAND.replace("3000", Integer.toString(local.port())))) {
            program.awaitLine(AgentProcess.URL_LINE, Duration.ofMinutes(3));
            AgentProcess agent = AgentProcess.of(program);

            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("hello from port 3000");
            assertIsTheJvmItself(program);
            program.interrupt();
            assertThat(program.awaitExit()).isZero();
        }
    }

    @Test
    void itsTestCommandIsWhatCiRuns() throws IOException {
        assertThat(commands()).contains("./mvnw verify");
        assertThat(Files.readString(Portsicle.root().resolve(".ci/run")))
                .contains("./mvnw")
                .contains("verify");
    }

    /// A wrapper that stays would hide the program's CPU and swallow its signals.
    private static void assertIsTheJvmItself(ChildProcess program) throws IOException {
        Path executable = Path.of("/proc", Long.toString(program.pid()), "exe");
        if (Files.exists(executable)) {
            assertThat(executable.toRealPath().getFileName()).hasToString("java");
        }
    }

    private static ChildProcess start(String command) {
        return ChildProcess.start(
                List.of("sh", "-c", "exec " + command), Map.of(), Portsicle.root());
    }

    private static List<String> commands() throws IOException {
        return BLOCK.matcher(Files.readString(Portsicle.root().resolve("README.md")))
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(line -> line.replaceFirst("^\\$ ", "").replaceFirst("\\s+#.*", "").strip())
                .toList();
    }
}
