package io.portsicle.acceptance.process;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The [AgentCrowd] as a process of its own, all of it connected.
public final class AgentCrowdProcess implements AutoCloseable {
    private final ChildProcess process;
    private final int size;

    private AgentCrowdProcess(ChildProcess process, int size) {
        this.process = process;
        this.size = size;
        await("all agents").atMost(Duration.ofSeconds(60)).until(() -> names("again=") == size);
    }

    public static AgentCrowdProcess start(URI relay, int localPort, int size) {
        ChildProcess process =
                Portsicle.runClass(
                        AgentCrowd.class,
                        List.of(
                                relay.toString(),
                                Integer.toString(localPort),
                                Integer.toString(size)));
        try {
            return new AgentCrowdProcess(process, size);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /// Waits until every agent is connected for a second time, and tells when each was, in order.
    public List<Instant> awaitAllAgain() {
        await("all agents again")
                .atMost(Duration.ofSeconds(60))
                .until(() -> names("again=true") == size);
        return connected("again=true")
                .map(line -> line.split(" ")[2])
                .map(Long::parseLong)
                .map(Instant::ofEpochMilli)
                .sorted()
                .toList();
    }

    /// The agents' names.
    public List<String> names() {
        return connected("again=false").map(line -> line.split(" ")[1]).sorted().toList();
    }

    @Override
    public void close() {
        process.close();
        Portsicle.assertNoLeak(process);
    }

    private long names(String which) {
        return connected(which).map(line -> line.split(" ")[1]).distinct().count();
    }

    private Stream<String> connected(String which) {
        return process.out().stream()
                .filter(line -> line.startsWith("connected ") && line.contains(which));
    }
}
