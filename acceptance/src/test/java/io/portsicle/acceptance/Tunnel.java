package io.portsicle.acceptance;

import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.visitor.RawVisitor;

import java.net.URI;

/// A relay, an agent, and the public URL between them, for one local server.
record Tunnel(RelayProcess relay, AgentProcess agent) implements AutoCloseable {
    static Tunnel to(int localPort, String... agentOptions) {
        return of(RelayProcess.start(), localPort, agentOptions);
    }

<<<<<<< HEAD
=======
    /// Over TLS on both legs: the agent comes by `wss`, visitors by `https`.
    static Tunnel tlsTo(int localPort, TestAuthority authority, String... agentOptions) {
        RelayProcess relay =
                RelayProcess.startAt(
                        "https://127.0.0.1:0",
                        "--tls-cert",
                        authority.certificateFile().toString(),
                        "--tls-key",
                        authority.keyFile().toString());
        try {
            var options = new ArrayList<>(List.of(agentOptions));
            options.addAll(List.of("--ca", authority.authorityFile().toString()));
            URI address = URI.create("wss://localhost:" + relay.port());
            return new Tunnel(
                    relay,
                    AgentProcess.start(
                            address, Integer.toString(localPort), options.toArray(String[]::new)));
        } catch (RuntimeException | Error e) {
            relay.close();
            throw e;
        }
    }

>>>>>>> tls
    static Tunnel likeTheLauncherTo(int localPort) {
        RelayProcess relay = RelayProcess.startLikeTheLauncher();
        return new Tunnel(relay, AgentProcess.startLikeTheLauncher(relay.address(), localPort));
    }

    private static Tunnel of(RelayProcess relay, int localPort, String... agentOptions) {
        try {
            return new Tunnel(relay, AgentProcess.start(relay, localPort, agentOptions));
        } catch (RuntimeException | Error e) {
            relay.close();
            throw e;
        }
    }

    URI url() {
        return agent.url();
    }

    RawVisitor visitor() {
        return RawVisitor.of(url());
    }

    @Override
    public void close() {
        agent.close();
        relay.close();
    }
}
