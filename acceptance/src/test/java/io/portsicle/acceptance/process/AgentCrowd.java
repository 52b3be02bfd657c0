package io.portsicle.acceptance.process;

import io.netty.channel.EventLoopGroup;
import io.portsicle.agent.Agent;
import io.portsicle.agent.AgentConfig;
import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.LocalAddress;
import io.portsicle.tunnel.Transport;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A program with many agents of the SDK, which share two event loops. Arguments: the relay, the
/// local server, how many. They are called a0, a1 and so on; a line on standard output tells each
/// change of state: `connected a17 1699999999999 again=true`.
final class AgentCrowd {
    private final URI relay;
    private final LocalAddress target;
    private final EventLoopGroup loops = Transport.best().newGroup(2, "agents");

    private AgentCrowd(URI relay, LocalAddress target) {
        this.relay = relay;
        this.target = target;
    }

    public static void main(String[] args) throws InterruptedException {
        var crowd = new AgentCrowd(URI.create(args[0]), LocalAddress.parse(args[1]));
        List<Agent> agents = crowd.start(Integer.parseInt(args[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> agents.forEach(Agent::close)));
        Thread.currentThread().join();
    }

    private List<Agent> start(int count) {
        var agents = new ArrayList<Agent>();
        for (int index = 0; index < count; index++) {
            agents.add(start("a" + index));
        }
        return agents;
    }

    private Agent start(String name) {
        return Agent.start(
                AgentConfig.builder(relay, target)
                        .name(name)
                        .eventLoops(loops)
                        .listener(event -> tell(name, event))
                        .build());
    }

    private static void tell(String name, AgentEvent event) {
        long now = System.currentTimeMillis();
        line(name, now, event).ifPresent(System.out::println);
    }

    private static Optional<String> line(String name, long now, AgentEvent event) {
        return switch (event) {
            case AgentEvent.Connected it ->
                    Optional.of("connected %s %d again=%s".formatted(name, now, it.again()));
            case AgentEvent.Disconnected it ->
                    Optional.of(
                            "disconnected %s %d %d %s"
                                    .formatted(name, now, it.retryIn().toMillis(), it.reason()));
            case AgentEvent.Unreachable it ->
                    Optional.of("unreachable %s %d %s".formatted(name, now, it.reason()));
            case AgentEvent.Ended it ->
                    Optional.of("ended %s %d %s".formatted(name, now, it.message()));
            // The product's other events are no change of an agent's state.
            default -> Optional.empty();
        };
    }
}
