package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.network.Tinyproxy;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// An agent behind tinyproxy, as in a company's network.
class ProxyTest {
    private static final String PASSWORD = "s3cret";
    private static final String BASIC_AUTH = "BasicAuth me " + PASSWORD;

    private static RawServer local;
    private static RelayProcess relay;

    @BeforeAll
    static void start() {
        local = RawServer.saying("local");
        relay = RelayProcess.start();
    }

    @AfterAll
    static void stop() {
        relay.close();
        local.close();
    }

    @Test
    void anAgentComesThroughAProxyToTheRelay() throws IOException {
        try (Tinyproxy proxy = Tinyproxy.start();
                AgentProcess agent =
                        AgentProcess.start(relay, local.port(), "--proxy", proxy.url())) {
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
            assertThat(proxy.wasAskedFor("127.0.0.1", relay.port())).isTrue();
        }
    }

    @Test
    void userAndPasswordComeFromTheEnvironment() throws IOException {
        try (Tinyproxy proxy = Tinyproxy.start(BASIC_AUTH);
                AgentProcess agent =
                        AgentProcess.of(
                                Portsicle.run(
                                        arguments("--verbose"),
                                        Map.of("PORTSICLE_PROXY", proxy.url("me", PASSWORD))))) {
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
            assertShowsNoPassword(agent.process());
        }
    }

    @Test
    void aWrongPasswordIsCalledThatAndNotShown() {
        try (Tinyproxy proxy = Tinyproxy.start("BasicAuth me another");
                ChildProcess agent =
                        Portsicle.run(
                                arguments("--verbose", "--proxy", proxy.url("me", PASSWORD)))) {
            assertEnds(agent, proxy, "does not accept this user and password");
            assertShowsNoPassword(agent);
        }
    }

    @Test
    void aProxyThatAsksForAPasswordIsCalledThat() {
        try (Tinyproxy proxy = Tinyproxy.start(BASIC_AUTH);
                ChildProcess agent = Portsicle.run(arguments("--proxy", proxy.url()))) {
            assertEnds(agent, proxy, "asks for a user and password");
        }
    }

    @Test
    void aProxyThatClosesThePortIsCalledThat() {
        try (Tinyproxy proxy = Tinyproxy.start("ConnectPort 443");
                ChildProcess agent = Portsicle.run(arguments("--proxy", proxy.url()))) {
            awaitReason(
                    agent,
                    proxy,
                    "refuses to connect to 127.0.0.1:%d (403)".formatted(relay.port()));
        }
    }

    @Test
    void aRelayThatTheProxyDoesNotReachIsCalledThat() {
        int nobody = FreePort.next();
        try (Tinyproxy proxy = Tinyproxy.start();
                ChildProcess agent =
                        Portsicle.run(
                                AgentProcess.arguments(
                                        URI.create("http://127.0.0.1:" + nobody),
                                        "3000",
                                        "--proxy",
                                        proxy.url()))) {
            awaitReason(agent, proxy, "can't connect to 127.0.0.1:%d (500)".formatted(nobody));
        }
    }

    @Test
    void anAgentComesBackWhenTheProxyWasRestarted() {
        int port = FreePort.next();
        Tinyproxy first = Tinyproxy.startOn(port);
        try (AgentProcess agent = AgentProcess.start(relay, local.port(), "--proxy", first.url())) {
            first.close();
            await("the loss is noticed")
                    .until(
                            () ->
                                    agent.process().err().stream()
                                            .anyMatch(line -> line.contains("lost")));
            try (Tinyproxy second = Tinyproxy.startOn(port)) {
                await("the URL works again")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> works(agent));
                assertThat(second.wasAskedFor("127.0.0.1", relay.port())).isTrue();
            }
            assertThat(agent.process().out())
                    .filteredOn(line -> line.startsWith(AgentProcess.URL_LINE))
                    .hasSize(1);
        } finally {
            first.close();
        }
    }

    @Test
    void aRelayOnThisMachineIsReachedWithoutTheEnvironmentsProxy() {
        String nobody = "http://127.0.0.1:" + FreePort.next();
        try (AgentProcess agent =
                AgentProcess.of(
                        Portsicle.run(
                                arguments(), Map.of("http_proxy", nobody, "all_proxy", nobody)))) {
            assertThat(agent.url()).isNotNull();
        }
    }

    @Test
    void theRelayInsideTheCommandIsReachedWithoutAProxy() throws IOException {
        Map<String, String> environment =
                Map.of("PORTSICLE_PROXY", "http://127.0.0.1:" + FreePort.next());
        List<String> arguments = List.of("http", Integer.toString(local.port()));
        try (AgentProcess agent = AgentProcess.of(Portsicle.run(arguments, environment))) {
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
        }
    }

    private static List<String> arguments(String... options) {
        return AgentProcess.arguments(relay.address(), Integer.toString(local.port()), options);
    }

    private static void assertEnds(ChildProcess agent, Tinyproxy proxy, String why) {
        assertThat(agent.awaitExit()).isEqualTo(1);
        assertThat(agent.err())
                .contains("portsicle: the proxy 127.0.0.1:%d %s".formatted(proxy.port(), why));
        assertThat(agent.out()).isEmpty();
    }

    private static void awaitReason(ChildProcess agent, Tinyproxy proxy, String what) {
        String reason = "(the proxy 127.0.0.1:%d %s)".formatted(proxy.port(), what);
        await("the agent says why")
                .untilAsserted(
                        () -> assertThat(agent.err()).anyMatch(line -> line.contains(reason)));
        assertThat(agent.out()).noneMatch(line -> line.startsWith(AgentProcess.URL_LINE));
    }

    private static void assertShowsNoPassword(ChildProcess agent) {
        assertThat(agent.out()).noneMatch(line -> line.contains(PASSWORD));
        assertThat(agent.err()).noneMatch(line -> line.contains(PASSWORD));
    }

    private static boolean works(AgentProcess agent) throws IOException {
        return RawVisitor.get(agent.url(), "/").text().equals("local");
    }
}
