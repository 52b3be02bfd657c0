package io.portsicle.acceptance;

import io.portsicle.acceptance.process.AgentProcess;
import io.portsicle.acceptance.process.RelayProcess;
import io.portsicle.acceptance.process.SlowLink;

import java.net.URI;

/// A tunnel whose agent reaches its relay over a link that a test can break. Visitors reach the
/// relay directly.
record FarTunnel(RelayProcess relay, SlowLink link, AgentProcess agent) implements AutoCloseable {
    /// What an agent has by default. Needs `--links` in the product.
    static final int LINKS = 2;

    /// With all its links; `linkOptions` are those of `bench/slowlink`.
    static FarTunnel to(int localPort, String... linkOptions) {
        RelayProcess relay = RelayProcess.start();
        try {
            return to(relay, localPort, linkOptions);
        } catch (RuntimeException | Error e) {
            relay.close();
            throw e;
        }
    }

    private static FarTunnel to(RelayProcess relay, int localPort, String... linkOptions) {
        SlowLink link = SlowLink.to(relay, linkOptions);
        try {
            return new FarTunnel(relay, link, agent(link, localPort));
        } catch (RuntimeException | Error e) {
            link.close();
            throw e;
        }
    }

    private static AgentProcess agent(SlowLink link, int localPort) {
        var agent = AgentProcess.start(link.address(), Integer.toString(localPort));
        try {
            link.awaitLinks(LINKS);
            return agent;
        } catch (RuntimeException | Error e) {
            agent.close();
            throw e;
        }
    }

    URI url() {
        return agent.url();
    }

    @Override
    public void close() {
        agent.close();
        link.close();
        relay.close();
    }
}
