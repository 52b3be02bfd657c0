package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.PackageFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// h2spec: a visitor that knows what RFC 9113 and RFC 7541 want of a server, and tries each of it.
public record H2spec(Path program) {
    public static final String VERSION = "2.2.1";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SECONDS_FOR_AN_ANSWER = "5";

    public static H2spec built() {
        return new H2spec(
                PackageFolder.programOfGo("h2spec", "github.com/summerwind/h2spec/cmd/h2spec"));
    }

    /// Runs every case, also those for a server that wants to be strict. The URL's host is an
    /// address; by `https` the certificate may be anyone's.
    public H2specReport run(URI url) {
        try {
            Path report =
                    Files.createTempFile(
                            Files.createDirectories(Path.of("target", "h2spec")), "report", ".xml");
            try (var process = ChildProcess.start(command(url, report))) {
                process.awaitExit(PATIENCE);
                if (Files.size(report) == 0) { // as when it can't connect
                    throw new AssertionError("h2spec stopped without a report: " + process);
                }
                return H2specReport.read(report);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(URI url, Path report) {
        var command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--strict",
                                "--host",
                                url.getHost(),
                                "--port",
                                Integer.toString(url.getPort()),
                                "--path",
                                url.getPath(),
                                "--timeout",
                                SECONDS_FOR_AN_ANSWER,
                                "--junit-report",
                                report.toString()));
        if (url.getScheme().equals("https")) {
            command.addAll(List.of("--tls", "--insecure"));
        }
        return command;
    }
}
