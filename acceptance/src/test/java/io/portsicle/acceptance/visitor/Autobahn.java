package io.portsicle.acceptance.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.PackageFolder;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The fuzzing client of the Autobahn suite: a visitor that tries what WebSocket servers get wrong.
///
/// The suite wants Python 2.7, which machines have no longer, so it runs on Jython.
public final class Autobahn {
    public static final String VERSION = "25.10.1";

    /// What fuzz.py calls the server in its reports.
    private static final String AGENT = "server";

    private static final Path PROGRAM =
            Path.of("src", "test", "resources", "autobahn", "fuzz.py").toAbsolutePath();

    private final String classPath = PackageFolder.classPathOf("jython");
    private final Path suite = PackageFolder.ofPip("autobahn");

    private Autobahn() {}

    public static Autobahn installed() {
        return new Autobahn();
    }

    /// What a case showed of a server: how it behaved, also when closing, and its close code.
    public record Verdict(String behavior, String whenClosing, String closeCode) {}

    /// Runs the cases of these patterns (`1.*`) against each server, all servers at once. They are
    /// given by a name of the caller's; the verdicts are by that name, then by the case's number.
    public Map<String, Map<String, Verdict>> verdicts(
            Map<String, URI> servers, List<String> cases, Duration patience) {
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            var runs = new TreeMap<String, Future<Map<String, Verdict>>>();
            servers.forEach(
                    (name, url) ->
                            runs.put(name, all.submit(() -> verdicts(url, cases, patience))));
            var verdicts = new TreeMap<String, Map<String, Verdict>>();
            runs.forEach((name, run) -> verdicts.put(name, result(run)));
            return verdicts;
        }
    }

    private static <T> T result(Future<T> run) {
        try {
            return run.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Verdict> verdicts(URI server, List<String> cases, Duration patience)
            throws IOException {
        Path reports =
                Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "autobahn")), "reports");
        try (var process = ChildProcess.start(command(server, cases, reports))) {
            process.awaitExit(patience);
            Path index = reports.resolve("index.json");
            assertThat(index).as(process.toString()).exists();
            return read(index);
        }
    }

    private List<String> command(URI server, List<String> cases, Path reports) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                classPath,
                "org.python.util.jython",
                PROGRAM.toString(),
                suite.toString(),
                reports.toString(),
                String.join(",", cases),
                server.toString());
    }

    private static Map<String, Verdict> read(Path index) {
        JsonNode results = JsonMapper.shared().readTree(index).path(AGENT);
        var verdicts = new TreeMap<String, Verdict>();
        results.properties().forEach(one -> verdicts.put(one.getKey(), verdict(one.getValue())));
        return verdicts;
    }

    private static Verdict verdict(JsonNode result) {
        return new Verdict(
                result.path("behavior").asString(),
                result.path("behaviorClose").asString(),
                result.path("remoteCloseCode").toString());
    }
}
