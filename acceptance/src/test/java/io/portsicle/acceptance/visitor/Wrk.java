package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.Tool;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// The load generator wrk, and what it counted.
public record Wrk(long requests, String report) {
    public static Wrk run(URI url, int connections, int seconds) {
        Path program = Tool.require("wrk");
        try (var process =
                ChildProcess.start(
                        List.of(
                                program.toString(),
                                "-t1",
                                "-c" + connections,
                                "-d" + seconds + "s",
                                "--latency",
                                "-H",
                                "Host: " + url.getAuthority(),
                                "http://127.0.0.1:" + url.getPort() + url.getPath()))) {
            process.awaitExit();
            String report = String.join("\n", process.out());
            return new Wrk(count(report), report);
        }
    }

    /// wrk names errors only when there were some.
    public boolean hasErrors() {
        return report.contains("Socket errors") || report.contains("Non-2xx");
    }

    private static long count(String report) {
        return report.lines()
                .filter(line -> line.contains(" requests in "))
                .mapToLong(line -> Long.parseLong(line.strip().split(" ")[0]))
                .findFirst()
                .orElseThrow(() -> new AssertionError(report));
    }
}
