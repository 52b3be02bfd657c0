package io.portsicle.acceptance.process;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// `portsicle http TARGET --relay URL`, connected.
public final class AgentProcess implements AutoCloseable {
    public static final String URL_LINE = "Your public url: ";
    public static final String ALSO_LINE = "Also at: ";

    private final ChildProcess process;

    private AgentProcess(ChildProcess process) {
        this.process = process;
        process.awaitLine(URL_LINE);
    }

    public static AgentProcess start(RelayProcess relay, int localPort, String... options) {
        return start(relay.address(), Integer.toString(localPort), options);
    }

    public static AgentProcess start(URI relay, String target, String... options) {
        return of(Portsicle.run(arguments(relay, target, options)));
    }

    /// With the options that users' JVMs get, for tests that measure.
    public static AgentProcess startLikeTheLauncher(URI relay, int localPort, String... options) {
        return of(
                Portsicle.runLikeTheLauncher(
                        arguments(relay, Integer.toString(localPort), options)));
    }

    /// The process must be alive and about to say its URL; it is ended when it does not.
    public static AgentProcess of(ChildProcess process) {
        try {
            return new AgentProcess(process);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    public static List<String> arguments(URI relay, String target, String... options) {
        var args = new ArrayList<>(List.of("http", target, "--relay", relay.toString()));
        args.addAll(List.of(options));
        return args;
    }

    /// The public URL, as the agent said it.
    public URI url() {
        return URI.create(process.awaitLine(URL_LINE).substring(URL_LINE.length()).strip());
    }

    /// The endpoint's path URL: its further address with a path.
    public URI pathUrl() {
        process.awaitLine(ALSO_LINE);
        return alsoAt().stream()
                .filter(uri -> uri.getPath().length() > 1)
                .findFirst()
                .orElseThrow();
    }

    /// The endpoint's name: the first label of its host.
    public String name() {
        String host = url().getHost();
        return host.substring(0, host.indexOf('.'));
    }

    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
        Portsicle.assertNoLeak(process);
    }

    private List<URI> alsoAt() {
        return process.out().stream()
                .filter(line -> line.startsWith(ALSO_LINE))
                .map(line -> URI.create(line.substring(ALSO_LINE.length()).strip()))
                .toList();
    }
}
