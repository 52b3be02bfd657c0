package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/// `--json`: one object for each event, on standard output, and nothing else there.
class JsonEventsTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Test
    void eachEventIsOneObjectInALine() throws IOException {
        int port = FreePort.next();
        try (RelayProcess relay = RelayProcess.start();
                ChildProcess agent = start(relay, port)) {
            JsonNode connected = awaitEvent(agent, "connected");
            assertThat(connected.get("name").asString()).isEqualTo("demo");
            URI url = URI.create(connected.get("url").asString());
            assertThat(url).isEqualTo(URI.create("http://demo.localhost:" + relay.port()));
            assertThat(connected.get("alsoAt").get(0).asString())
                    .isEqualTo("http://127.0.0.1:" + relay.port() + "/demo/");

            RawVisitor.get(url, "/missing?secret=1");
            assertThat(awaitEvent(agent, "local-server-unreachable").get("address").asString())
                    .contains(Integer.toString(port));

            try (RawServer local =
                    RawServer.startOn(
                            port, (request, connection) -> connection.respond(200, "12345"))) {
                RawVisitor.get(url, "/path?secret=1");
                assertThat(local.requests()).hasSize(1);
                awaitEvent(agent, "local-server-back");
                await().until(
                                () ->
                                        events(agent).stream()
                                                .anyMatch(event -> isRequest(event, "/path")));
            }
            assertThat(String.join("\n", agent.out())).doesNotContain("secret");

            agent.interrupt();
            assertThat(agent.awaitExit()).isZero();
            assertThat(awaitEvent(agent, "ended").get("cause").asString()).isEqualTo("closed");
        }
    }

    private static boolean isRequest(JsonNode event, String path) {
        return event.get("type").asString().equals("request")
                && event.get("path").asString().equals(path)
                && event.get("method").asString().equals("GET")
                && event.get("status").asInt() == 200
                && event.get("bytesSent").asLong() == 5;
    }

    private static ChildProcess start(RelayProcess relay, int port) {
        return Portsicle.run(
                AgentProcess.arguments(
                        relay.address(), Integer.toString(port), "--name", "demo", "--json"));
    }

    private static JsonNode awaitEvent(ChildProcess agent, String type) {
        await("event " + type)
                .until(() -> events(agent).stream().anyMatch(event -> isOf(type, event)));
        return events(agent).stream().filter(event -> isOf(type, event)).findFirst().orElseThrow();
    }

    private static boolean isOf(String type, JsonNode event) {
        return event.get("type").asString().equals(type);
    }

    private static List<JsonNode> events(ChildProcess agent) {
        return agent.out().stream().map(MAPPER::readTree).toList();
    }
}
