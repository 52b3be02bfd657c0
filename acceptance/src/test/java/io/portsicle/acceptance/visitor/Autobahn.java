package io.portsicle.acceptance.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.PackageFolder;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The fuzzing client of the Autobahn suite: a visitor that tries what WebSocket servers get wrong.
///
/// The suite wants Python 2.7, which machines have no longer, so it runs on Jython.
public final class Autobahn {
    public static final String VERSION = "25.10.1";

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

    /// Runs the cases of these patterns (`1.*`) against each server, given by a name of the
    /// caller's; the verdicts are by that name, then by the case's number.
    public Map<String, Map<String, Verdict>> verdicts(
            Map<String, URI> servers, List<String> cases, Duration patience) {
        try {
            Path reports =
                    Files.createTempDirectory(
                            Files.createDirectories(Path.of("target", "autobahn")), "reports");
            try (var process = ChildProcess.start(command(servers, cases, reports))) {
                process.awaitExit(patience);
                Path index = reports.resolve("index.json");
                assertThat(index).as(process.toString()).exists();
                return read(index);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(Map<String, URI> servers, List<String> cases, Path reports) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-cp",
                                classPath,
                                "org.python.util.jython",
                                PROGRAM.toString(),
                                suite.toString(),
                                reports.toString(),
                                String.join(",", cases)));
        servers.forEach((name, url) -> command.add(name + "=" + url));
        return command;
    }

    private static Map<String, Map<String, Verdict>> read(Path index) {
        var verdicts = new TreeMap<String, Map<String, Verdict>>();
        for (Map.Entry<String, JsonNode> server :
                JsonMapper.shared().readTree(index).properties()) {
            var ofServer = new TreeMap<String, Verdict>();
            server.getValue()
                    .properties()
                    .forEach(one -> ofServer.put(one.getKey(), verdict(one.getValue())));
            verdicts.put(server.getKey(), ofServer);
        }
        return verdicts;
    }

    private static Verdict verdict(JsonNode result) {
        return new Verdict(
                result.path("behavior").asString(),
                result.path("behaviorClose").asString(),
                result.path("remoteCloseCode").toString());
    }
}
