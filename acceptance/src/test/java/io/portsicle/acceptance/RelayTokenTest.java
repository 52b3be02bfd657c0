package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A relay that listens beyond loopback wants a token from every agent, unless it was told to be
/// open.
class RelayTokenTest {
    private static final String EVERYWHERE = "http://0.0.0.0:0";

    private final Path data = RelayProcess.newDataDir().resolve("relay");

    @Test
    void theFirstStartMakesATokenPrintsItOnceAndKeepsOnlyItsHash() throws IOException {
        String token;
        try (RelayProcess relay = start()) {
            token = relay.token();
            assertThat(everythingIn(data)).doesNotContain(token);
        }
        try (RelayProcess again = start()) {
            assertThat(again.tokensShown()).isEmpty();
            assertThat(connects(again, "--token", token)).isTrue();
        }
    }

    @Test
    void anAgentWithTheTokenServesVisitors() throws IOException {
        try (RawServer local = RawServer.saying("local");
                RelayProcess relay = start()) {
            Path file = Files.writeString(data.resolveSibling("token.txt"), relay.token() + "\n");
            Map<String, String> environment = Map.of("PORTSICLE_TOKEN", relay.token());
            List<String> arguments =
                    AgentProcess.arguments(loopback(relay), Integer.toString(local.port()));
            try (AgentProcess byFile =
                            AgentProcess.start(
                                    loopback(relay),
                                    Integer.toString(local.port()),
                                    "--token-file",
                                    file.toString());
                    AgentProcess byEnvironment =
                            AgentProcess.of(Portsicle.run(arguments, environment))) {
                assertThat(RawVisitor.get(byFile.url(), "/").text()).isEqualTo("local");
                assertThat(RawVisitor.get(byEnvironment.url(), "/").text()).isEqualTo("local");
            }
        }
    }

    @Test
    void anAgentWithAWrongTokenIsRefused() {
        try (RelayProcess relay = start()) {
            assertRefused(relay, "--token", "ptk_" + "x".repeat(43));
        }
    }

    @Test
    void anAgentWithoutATokenIsRefusedAndToldWhatIsMissing() {
        try (RelayProcess relay = start()) {
            assertRefused(relay);
        }
    }

    @Test
    void anOpenRelayAsksForNone() {
        try (RelayProcess relay =
                RelayProcess.startAt(EVERYWHERE, "--open", "--data-dir", data.toString())) {
            assertThat(relay.tokensShown()).isEmpty();
            assertThat(connects(relay)).isTrue();
        }
    }

    @Test
    void aRelayWithTokensServesNoPathUrls() throws IOException {
        try (RawServer local = RawServer.saying("local");
                RelayProcess relay = start();
                AgentProcess agent =
                        AgentProcess.start(
                                loopback(relay),
                                Integer.toString(local.port()),
                                "--name",
                                "demo",
                                "--token",
                                relay.token())) {
            assertThat(RawVisitor.get(loopback(relay), "/demo/").status()).isEqualTo(404);
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
        }
    }

    private RelayProcess start() {
        return RelayProcess.startAt(EVERYWHERE, "--data-dir", data.toString());
    }

    private static void assertRefused(RelayProcess relay, String... options) {
        try (ChildProcess agent =
                Portsicle.run(AgentProcess.arguments(loopback(relay), "3000", options))) {
            assertThat(agent.awaitExit()).isEqualTo(3);
            assertThat(agent.err())
                    .singleElement()
                    .asString()
                    .contains("token")
                    .doesNotContain("ptk_");
            assertThat(agent.out()).isEmpty();
        }
    }

    private static boolean connects(RelayProcess relay, String... options) {
        try (AgentProcess agent = AgentProcess.start(loopback(relay), "3000", options)) {
            return agent.process().isAlive();
        }
    }

    private static URI loopback(RelayProcess relay) {
        return URI.create("http://127.0.0.1:" + relay.port());
    }

    private static String everythingIn(Path folder) throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
        }
        assertThat(text).isNotEmpty();
        return text.toString();
    }
}
