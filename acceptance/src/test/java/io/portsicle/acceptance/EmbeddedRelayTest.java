package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Portsicle;
import io.portsicle.acceptance.visitor.RawVisitor;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// The first minute: one command, no relay, no account.
class EmbeddedRelayTest {
    @AutoClose private final RawServer local = RawServer.saying("local");

    @Test
    void oneCommandPutsALocalServerOnAUrlOfThisMachine() throws IOException {
        try (AgentProcess agent = start()) {
            assertThat(agent.process().out().getFirst()).isEqualTo("Connected to remote server.");
            assertThat(agent.url().getHost()).endsWith(".localhost");
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
            assertThat(agent.process().err())
                    .anyMatch(line -> line.contains("--lan") && line.contains("--relay"));

            agent.process().interrupt();
            assertThat(agent.process().awaitExit()).isZero();
        }
    }

    @Test
    void aPortInUseIsNoObstacle() throws IOException {
        try (ServerSocket taken = takeDefaultPort();
                AgentProcess agent = start()) {
            assertThat(agent.url().getPort())
                    .isGreaterThan(taken == null ? 0 : taken.getLocalPort());
            assertThat(RawVisitor.get(agent.url(), "/").text()).isEqualTo("local");
        }
    }

    @Test
    void noOtherAgentIsAdmitted() {
        try (AgentProcess agent = start();
                ChildProcess other =
                        Portsicle.run(
                                AgentProcess.arguments(
                                        URI.create("http://127.0.0.1:" + agent.url().getPort()),
                                        "3000"))) {
            assertThat(other.awaitExit()).isEqualTo(3);
        }
    }

    @Test
    void lanGivesAnAddressForTheLocalNetwork() throws IOException {
        assumeTrue(isInANetwork(), "this machine is in no network");
        try (AgentProcess agent = start("--lan")) {
            assertThat(agent.process().out())
                    .anyMatch(
                            line ->
                                    line.startsWith(AgentProcess.ALSO_LINE)
                                            && line.endsWith("/" + agent.name() + "/")
                                            && !line.contains("127.0.0.1"));
            URI path =
                    URI.create(
                            "http://127.0.0.1:%d/%s/"
                                    .formatted(agent.url().getPort(), agent.name()));
            assertThat(RawVisitor.get(path, "/").text()).isEqualTo("local");
        }
    }

    private AgentProcess start(String... options) {
        var arguments = new ArrayList<>(List.of("http", "-p", Integer.toString(local.port())));
        arguments.addAll(List.of(options));
        return AgentProcess.of(Portsicle.run(arguments));
    }

    private static boolean isInANetwork() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .anyMatch(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress());
    }

    /// Takes port 8080, unless some other program has done so already.
    private static ServerSocket takeDefaultPort() throws IOException {
        try {
            return new ServerSocket(8080, 1, InetAddress.getLoopbackAddress());
        } catch (BindException e) {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress()) {
                @Override
                public int getLocalPort() {
                    return 8080;
                }
            };
        }
    }
}
