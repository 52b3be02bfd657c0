package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.network.Tinyproxy;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.process.Tool;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The usual variables, for a relay at this machine's address in its network: one at a loopback
/// address is never reached through a proxy of the environment.
class ProxyEnvironmentTest {
    private static String host;
    private static RawServer local;
    private static RelayProcess relay;

    @BeforeAll
    static void start() throws SocketException {
        host = ownAddress();
        local = RawServer.saying("local");
        relay = RelayProcess.startAt("http://0.0.0.0:0", "--open");
    }

    @AfterAll
    static void stop() {
        if (relay != null) {
            relay.close();
            local.close();
        }
    }

    @Test
    void theEnvironmentsProxyIsUsed() throws IOException {
        try (Tinyproxy proxy = Tinyproxy.start();
                AgentProcess agent = agent(Map.of("http_proxy", proxy.url()))) {
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
            assertThat(proxy.wasAskedFor(host, relay.port())).isTrue();
        }
    }

    @Test
    void anExceptionIsReachedDirectly() throws IOException {
        try (Tinyproxy proxy = Tinyproxy.start();
                AgentProcess agent =
                        agent(Map.of("http_proxy", proxy.url(), "NO_PROXY", "x.test," + host))) {
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
            assertThat(proxy.wasAskedFor(host, relay.port())).isFalse();
        }
    }

    @Test
    void proxyNoneLeavesTheEnvironmentAside() throws IOException {
        try (Tinyproxy proxy = Tinyproxy.start();
                AgentProcess agent =
                        agent(Map.of("all_proxy", proxy.url(), "PORTSICLE_PROXY", "none"))) {
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
            assertThat(proxy.wasAskedFor(host, relay.port())).isFalse();
        }
    }

    /// An empty variable counts as none, so what a developer's own environment says is put aside.
    private static AgentProcess agent(Map<String, String> variables) {
        URI address = URI.create("http://%s:%d".formatted(host, relay.port()));
        Map<String, String> environment = new HashMap<>();
        for (String name :
                List.of("http_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY")) {
            environment.put(name, "");
        }
        environment.putAll(variables);
        return AgentProcess.of(
                Portsicle.run(
                        AgentProcess.arguments(address, Integer.toString(local.port())),
                        environment));
    }

    private static String ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseGet(() -> Tool.missing("a network").toString());
    }
}
