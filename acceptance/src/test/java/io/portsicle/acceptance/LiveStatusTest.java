package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.process.Tmux;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;

/// What a person sees below the lines: in a real terminal, which is resized, interrupted and used
/// for other things meanwhile.
class LiveStatusTest {
    private static final String ENDED = "Ended. The public url is gone.";
    private static final int COLUMNS = 100;
    private static final int ROWS = 30;

    @AutoClose private final RawServer local = RawServer.saying("local");

    @AutoClose private final RelayProcess relay = RelayProcess.start();

    @AutoClose private final Tmux terminal = Tmux.start(COLUMNS, ROWS);

    @Test
    void theStatusStandsBelowTheRequests() throws IOException {
        runAgent(local.port());
        assertThat(awaitStatus("● online   http://demo.localhost:"))
                .contains("→ localhost:" + local.port());

        get("/a/page?secret=1");
        get("/another");
        awaitStatus("2 requests");

        List<String> screen = terminal.screen();
        assertThat(screen.get(screen.size() - 2)).isEmpty();
        assertThat(screen.get(screen.size() - 3)).endsWith("/another");
        assertThat(screen.get(screen.size() - 4)).endsWith("/a/page");
        assertThat(String.join("\n", screen)).containsOnlyOnce("●");
    }

    @Test
    void resizingLeavesEveryLineAsItWasAndOneStatus() throws IOException {
        runAgent(local.port());
        get("/a/path/of/some/length/that/needs/most/of/the/width/of/this/terminal/index.html");
        awaitStatus("1 request");
        List<String> lines = linesAboveStatus();

        for (int columns : new int[] {50, 23, 160, 35, 90, COLUMNS}) {
            terminal.resize(columns, ROWS);
            awaitCleanStatus(columns);
            assertThat(linesAboveStatus()).as("at %s columns", columns).isEqualTo(lines);
        }
        for (int rows : new int[] {6, 40, 10, ROWS}) {
            terminal.resize(COLUMNS, rows);
            awaitCleanStatus(COLUMNS);
            assertThat(linesAboveStatus()).as("with %s rows", rows).isEqualTo(lines);
        }
    }

    @Test
    void aRequestInANarrowTerminalIsOneRow() throws IOException {
        terminal.resize(40, ROWS);
        runAgent(local.port());
        awaitStatus("● online");

        get("/a/path/of/some/length/index.html");

        terminal.awaitScreen(
                "the request's row",
                rows -> rows.stream().anyMatch(row -> row.matches("[0-9:]{8} .*200  /a.*….*ml")));
    }

    @Test
    void aTerminalThatIsTooNarrowHasNoStatusUntilItIsWiderAgain() {
        runAgent(local.port());
        awaitStatus("● online");

        terminal.resize(19, ROWS);
        terminal.awaitScreen(
                "no status", rows -> rows.stream().noneMatch(LiveStatusTest::isStatus));

        terminal.resize(COLUMNS, ROWS);
        awaitStatus("● online");
    }

    @Test
    void ctrlCLeavesThePromptBelowTheLastLine() {
        runAgent(local.port());
        awaitStatus("● online");

        terminal.press("C-c");

        List<String> screen =
                terminal.awaitScreen(
                        "the prompt",
                        rows -> rows.getLast().equals(Tmux.PROMPT) && rows.size() > 1);
        assertThat(screen.get(screen.size() - 2)).isEqualTo(ENDED);
        assertThat(screen).noneMatch(row -> row.contains("●") || row.contains("^C"));
    }

    @Test
    void ctrlZGivesTheTerminalToTheShellAndFgTakesItBack() throws IOException {
        runAgent(local.port());
        awaitStatus("● online");

        terminal.press("C-z");
        awaitPrompt();
        assertThat(terminal.screen()).noneMatch(LiveStatusTest::isStatus);

        terminal.type("bg");
        get("/in/the/background");
        terminal.awaitScreen(
                "a line",
                rows -> rows.stream().anyMatch(row -> row.contains("/in/the/background")));
        assertThat(terminal.screen()).noneMatch(LiveStatusTest::isStatus);

        terminal.type("fg");
        awaitStatus("● online");
    }

    @Test
    void aRelayThatIsAwayIsCountedDownAndItsReturnIsTold() {
        RelayProcess first = RelayProcess.start();
        terminal.script(
                "agent",
                AgentProcess.arguments(
                        first.address(), Integer.toString(local.port()), "--name", "demo"));
        terminal.type("sh agent");
        awaitStatus("● online");
        ChildProcess process = first.process();
        process.kill();
        awaitStatus("○ away");

        try (RelayProcess second = RelayProcess.startAt(first.address().toString())) {
            awaitStatus("● online");
            assertThat(second.address()).isEqualTo(first.address());
            assertThat(terminal.history())
                    .anyMatch(line -> line.startsWith("Connection to the relay lost ("))
                    .anyMatch(line -> line.matches("Back again\\. .* still http.* \\(away for .*"));
        }
    }

    @Test
    void aLocalServerThatIsDownIsTheState() throws IOException {
        int port = FreePort.next();
        runAgent(port);
        awaitStatus("● online");

        get("/");
        awaitStatus("● local server down   connection refused");

        try (RawServer back =
                RawServer.startOn(port, (request, connection) -> connection.respond(200, "ok"))) {
            get("/");
            awaitStatus("● online");
            assertThat(back.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh agent >out 2>err",
                "sh agent 2>err | cat >out",
                "sh agent 2>&1 | cat >out",
                "sh agent 2>err",
                "sh agent >out",
                "NO_COLOR=1 sh agent",
                "TERM=dumb sh agent",
            })
    void whatIsRedirectedOrPlainHasNoStatusAndFilesHaveNoEscapes(String command)
            throws IOException {
        script(local.port());
        terminal.type(command);
        awaitReachable();

        get("/a/page");
        terminal.press("C-c");
        awaitPrompt();

        assertThat(terminal.history()).noneMatch(LiveStatusTest::isStatus);
        for (String file : List.of("out", "err")) {
            assertThat(written(file)).as(file).doesNotContain("\u001b");
        }
    }

    private void runAgent(int port) {
        script(port);
        terminal.type("sh agent");
        terminal.awaitScreen(
                "the URL",
                rows -> rows.stream().anyMatch(row -> row.startsWith(AgentProcess.URL_LINE)));
    }

    private void script(int port) {
        terminal.script(
                "agent",
                AgentProcess.arguments(relay.address(), Integer.toString(port), "--name", "demo"));
    }

    private void get(String path) throws IOException {
        RawVisitor.get(url(), path);
    }

    private URI url() {
        return URI.create("http://demo.localhost:" + relay.port());
    }

    /// For when the URL is not on the screen.
    private void awaitReachable() {
        await("the endpoint").until(() -> RawVisitor.get(url(), "/").status() == 200);
    }

    private String awaitStatus(String part) {
        return terminal.awaitScreen(
                        "the status '" + part + "'",
                        rows -> isStatus(rows.getLast()) && rows.getLast().contains(part))
                .getLast();
    }

    private void awaitPrompt() {
        terminal.awaitScreen("the prompt", rows -> rows.getLast().endsWith(Tmux.PROMPT));
    }

    /// One status, made for this width, below an empty row.
    private void awaitCleanStatus(int columns) {
        terminal.awaitScreen(
                "one status for " + columns + " columns",
                rows ->
                        rows.stream().filter(LiveStatusTest::isStatus).count() == 1
                                && isStatus(rows.getLast())
                                && rows.get(rows.size() - 2).isEmpty()
                                && isAsWideAs(columns, rows.getLast()));
    }

    private static boolean isAsWideAs(int columns, String status) {
        return status.contains("request") == columns > 85
                && status.contains("→") == columns > 55
                && status.contains("http") == columns > 23;
    }

    private List<String> linesAboveStatus() {
        List<String> history = terminal.history();
        return history.subList(0, history.size() - 2);
    }

    private static boolean isStatus(String row) {
        return row.startsWith("●") || row.startsWith("○");
    }

    private String written(String file) throws IOException {
        var path = terminal.folder().resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }
}
