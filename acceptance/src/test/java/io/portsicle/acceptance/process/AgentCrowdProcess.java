package io.portsicle.acceptance.process;

import static org.awaitility.Awaitility.await;

import static java.util.stream.Collectors.toMap;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    /// Waits until every agent has lost its relay, and tells how long each means to wait before it
    /// comes back, the shortest first.
    public List<Duration> awaitWaits() {
        await("all agents without a relay").until(() -> waits().size() == size);
        return waits().values().stream().sorted().toList();
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

    /// By name; an agent whose second link came while its first was lost waits twice.
    private Map<String, Duration> waits() {
        return lines("disconnected ")
                .map(line -> line.split(" "))
                .collect(
                        toMap(
                                words -> words[1],
                                words -> Duration.ofMillis(Long.parseLong(words[3])),
                                (first, last) -> last));
    }

    private Stream<String> connected(String which) {
        return lines("connected ").filter(line -> line.contains(which));
    }

    private Stream<String> lines(String start) {
        return process.out().stream().filter(line -> line.startsWith(start));
    }
}
