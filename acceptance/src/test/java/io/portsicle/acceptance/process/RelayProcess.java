package io.portsicle.acceptance.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// `portsicle relay` on a free port of the loopback address.
public final class RelayProcess implements AutoCloseable {
    private static final String LISTENING = "Relay listening on ";
    private static final Pattern TOKEN = Pattern.compile("ptk_[A-Za-z0-9_-]{43}");

    private final ChildProcess process;
    private final URI address;

    private RelayProcess(ChildProcess process) {
        this.process = process;
        this.address =
                URI.create(process.awaitLine(LISTENING).substring(LISTENING.length()).strip());
    }

    public static RelayProcess start(String... options) {
        return startAt("http://127.0.0.1:0", options);
    }

    public static RelayProcess startAt(String listen, String... options) {
        return of(Portsicle.run(arguments(listen, options)));
    }

    /// With further options for the JVM.
    public static RelayProcess startWith(List<String> jvm, String listen, String... options) {
        return of(Portsicle.runWith(jvm, arguments(listen, options)));
    }

    /// With the options that users' JVMs get, for tests that measure.
    public static RelayProcess startLikeTheLauncher() {
        return of(Portsicle.runLikeTheLauncher(arguments("http://127.0.0.1:0")));
    }

    /// The process must be alive and about to say where it listens; it is ended when it does not.
    public static RelayProcess of(ChildProcess process) {
        try {
            return new RelayProcess(process);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /// `relay --listen …` with a data folder of its own, unless `options` name one.
    public static List<String> arguments(String listen, String... options) {
        var args = new ArrayList<>(List.of("relay", "--listen", listen));
        args.addAll(List.of(options));
        if (!args.contains("--data-dir")) {
            args.addAll(List.of("--data-dir", newDataDir().toString()));
        }
        return args;
    }

    public static Path newDataDir() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "relays")), "data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it listens, as it said itself.
    public URI address() {
        return address;
    }

    public int port() {
        return address.getPort();
    }

    /// The token that its first start made, waited for.
    public String token() {
        return await("the relay shows its token")
                .until(this::tokensShown, tokens -> !tokens.isEmpty())
                .getFirst();
    }

    /// All tokens that it has shown so far.
    public List<String> tokensShown() {
        String said = String.join("\n", process.out()) + "\n" + String.join("\n", process.err());
        return TOKEN.matcher(said).results().map(MatchResult::group).toList();
    }

    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
        Portsicle.assertNoLeak(process);
    }
}
