package io.portsicle.bench.crowd;

import io.netty.channel.EventLoopGroup;
import io.portsicle.agent.Agent;
import io.portsicle.agent.AgentConfig;
import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentHealth;
import io.portsicle.agent.LocalAddress;
import io.portsicle.tunnel.Transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Agents that share the event loops of one process: as many as the last line of standard input
/// says. Each line is answered by `have AGENTS LINKS`, once every agent has its links or after two
/// minutes, so that whoever asked counts what came of it. `trouble TIMES REASON` comes before, for
/// each reason why an agent had to try again or ended.
///
/// Arguments: the relay's URL, the local server's port, what the names of all agents begin with,
/// and the links of each agent.
final class Crowd {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final EventLoopGroup loops =
            Transport.best().newGroup(Runtime.getRuntime().availableProcessors(), "crowd");
    private final List<Agent> agents = new ArrayList<>();
    private final ConcurrentMap<String, Integer> troubles = new ConcurrentHashMap<>();
    private final URI relay;
    private final LocalAddress target;
    private final String prefix;
    private final int links;

    private Crowd(URI relay, LocalAddress target, String prefix, int links) {
        this.relay = relay;
        this.target = target;
        this.prefix = prefix;
        this.links = links;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Crowd crowd =
                new Crowd(
                        URI.create(args[0]),
                        LocalAddress.parse("127.0.0.1:" + args[1]),
                        args[2],
                        Integer.parseInt(args[3]));
        BufferedReader wishes =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String wish = wishes.readLine(); wish != null; wish = wishes.readLine()) {
            crowd.become(Integer.parseInt(wish));
            crowd.troubles.forEach(
                    (why, times) -> System.out.println("trouble " + times + " " + why));
            System.out.println(crowd.connected());
        }
    }

    private void become(int wanted) throws InterruptedException {
        leave(wanted);
        troubles.clear();
        while (agents.size() < wanted) {
            agents.add(Agent.start(config(agents.size())));
        }
        long started = System.nanoTime();
        while (!isComplete() && System.nanoTime() - started < PATIENCE.toNanos()) {
            Thread.sleep(LOOK_EVERY);
        }
    }

    /// All at once: each waits for its relay to close its links.
    private void leave(int stay) {
        List<Agent> leaving = agents.subList(Math.min(stay, agents.size()), agents.size());
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            leaving.forEach(agent -> closing.execute(agent::close));
        }
        leaving.clear();
    }

    private AgentConfig config(int number) {
        return AgentConfig.builder(relay, target)
                .name(prefix + number)
                .links(links)
                .eventLoops(loops)
                .listener(this::onEvent)
                .build();
    }

    private void onEvent(AgentEvent event) {
        switch (event) {
            case AgentEvent.Disconnected(String reason, Duration in) -> count("lost: " + reason);
            case AgentEvent.Unreachable(String reason, Duration in) -> count(reason);
            case AgentEvent.Ended(AgentEvent.Cause cause, String message) -> count(message);
            default -> {}
        }
    }

    /// Names and numbers of agents left out, so that equal troubles are counted together.
    private void count(String trouble) {
        troubles.merge(trouble.replaceAll(prefix + "[0-9]+", prefix), 1, Integer::sum);
    }

    private boolean isComplete() {
        return agents.stream().allMatch(agent -> agent.health().links() == links);
    }

    private String connected() {
        List<AgentHealth> all = agents.stream().map(Agent::health).toList();
        return "have %d %d"
                .formatted(
                        all.stream().filter(health -> health.links() > 0).count(),
                        all.stream().mapToInt(AgentHealth::links).sum());
    }
}
