package io.portsicle.acceptance.process;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `bench/slowlink`: what lies between an agent and its relay, and breaks when a test says so. Each
/// fault is there when its method returns.
public final class SlowLink implements AutoCloseable {
    private static final String LISTENING = "listening on ";
    private static final String CARRYING = "carrying ";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChildProcess process;
    private final URI address;

    private SlowLink(ChildProcess process) {
        this.process = process;
        this.address =
                URI.create(
                        "http://"
                                + process.awaitLine(LISTENING)
                                        .substring(LISTENING.length())
                                        .strip());
    }

    /// To a relay; `options` such as `--mbit 100` make it slow.
    public static SlowLink to(RelayProcess relay, String... options) {
        Tool.require("python3");
        var command =
                new ArrayList<>(
                        List.of(
                                Portsicle.root().resolve("bench/slowlink").toString(),
                                "--listen",
                                "127.0.0.1:0",
                                "--to",
                                relay.address().getAuthority()));
        command.addAll(List.of(options));
        ChildProcess process = ChildProcess.start(command);
        try {
            return new SlowLink(process);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /// Where an agent dials instead of the relay.
    public URI address() {
        return address;
    }

    /// Waits until the agent has that many links to the relay.
    public void awaitLinks(int count) {
        await(count + " links").atMost(PATIENCE).until(() -> links() == count);
    }

    /// Resets every connection.
    public void dropAll() {
        signal("USR1", "dropped ");
    }

    /// Resets the oldest connection.
    public void dropOldest() {
        signal("HUP", "dropped ");
    }

    /// From now on nothing arrives and nothing is closed, until [#heal()].
    public void blackHole() {
        signal("USR2", "silent");
    }

    /// Lets everything flow again, also what was sent meanwhile.
    public void heal() {
        signal("USR2", "flowing");
    }

    @Override
    public void close() {
        process.close();
    }

    private int links() {
        return process.out().stream()
                .filter(line -> line.startsWith(CARRYING))
                .map(line -> Integer.parseInt(line.substring(CARRYING.length())))
                .reduce(0, (earlier, later) -> later);
    }

    private void signal(String name, String obeyed) {
        long before = count(obeyed);
        process.signal(name);
        await(obeyed).pollInterval(Duration.ofMillis(5)).until(() -> count(obeyed) > before);
    }

    private long count(String beginning) {
        return process.out().stream().filter(line -> line.startsWith(beginning)).count();
    }
}
