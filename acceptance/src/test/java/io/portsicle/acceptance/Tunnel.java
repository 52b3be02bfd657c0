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
