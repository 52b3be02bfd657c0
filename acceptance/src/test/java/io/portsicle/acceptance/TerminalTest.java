package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.process.Tool;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a person at a terminal sees, and what a pipe gets of the same program.
class TerminalTest {
    private static final String ESCAPE = "\u001b[";

    @AutoClose private final RawServer local = RawServer.saying("local");

    @AutoClose private final RelayProcess relay = RelayProcess.start();

    @Test
    void aTerminalGetsColoursAndALineForEachRequest() throws IOException {
        URI url = URI.create("http://seen.localhost:" + relay.port());
        List<String> arguments =
                AgentProcess.arguments(
                        relay.address(), Integer.toString(local.port()), "--name", "seen");
        try (ChildProcess terminal = runInTerminal(arguments)) {
            terminal.awaitLine("Your public url: ");
            RawVisitor.get(url, "/a/page?secret=1");
            await("the request's line")
                    .until(
                            () ->
                                    terminal.out().stream()
                                            .anyMatch(line -> line.contains("/a/page")));

            String seen = String.join("\n", terminal.out());
            assertThat(seen).contains(ESCAPE).contains(url.toString()).doesNotContain("secret");
        }
    }

    @Test
    void aPipeGetsPlainLinesInTheOrderThatScriptsExpect() throws IOException {
        try (AgentProcess agent = AgentProcess.start(relay, local.port(), "--name", "piped")) {
            RawVisitor.get(agent.url(), "/a/page");
            agent.process().awaitLine(AgentProcess.ALSO_LINE);

            assertThat(agent.process().out())
                    .containsExactly(
                            "Connected to remote server.",
                            "Your public url: http://piped.localhost:" + relay.port(),
                            "Also at: http://127.0.0.1:" + relay.port() + "/piped/");
            assertThat(agent.process().err()).noneMatch(line -> line.contains(ESCAPE));
        }
    }

    /// `script` gives the program a pseudo-terminal, and ends it with itself.
    private static ChildProcess runInTerminal(List<String> arguments) {
        String command =
                Portsicle.command(arguments).stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" "));
        return ChildProcess.start(
                List.of(Tool.require("script").toString(), "-qefc", command, "/dev/null"),
                Map.of("TERM", "xterm-256color"));
    }
}
