package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.PackageFolder;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The client of gRPC's interop tests.
public final class GrpcInterop {
    public static final String VERSION = "1.79.0";

    /// All cases but those that want credentials of Google's cloud, and but those that Java's
    /// client and server don't pass between themselves.
    public static final List<String> CASES =
            List.of(
                    "empty_unary",
                    "large_unary",
                    "client_compressed_unary_noprobe",
                    "server_compressed_unary",
                    "client_streaming",
                    "client_compressed_streaming_noprobe",
                    "server_streaming",
                    "server_compressed_streaming",
                    "ping_pong",
                    "empty_stream",
                    "custom_metadata",
                    "status_code_and_message",
                    "special_status_message",
                    "unimplemented_method",
                    "unimplemented_service",
                    "cancel_after_begin",
                    "cancel_after_first_response",
                    "timeout_on_sleeping_server",
                    "very_large_request",
                    "pick_first_unary",
                    "rpc_soak",
                    "channel_soak",
                    "orca_per_rpc",
                    "orca_oob");

    private static final Path PROGRAM =
            Path.of("src", "test", "resources", "grpc", "InteropCases.java").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PASSED = "passed ";

    private final List<String> passed;
    private final String report;

    private GrpcInterop(ChildProcess process) {
        process.awaitExit(PATIENCE);
        this.report = process.toString();
        this.passed =
                process.out().stream()
                        .filter(line -> line.startsWith(PASSED))
                        .map(line -> line.substring(PASSED.length()))
                        .toList();
    }

    /// Runs these cases against the server at this URL, which is on this machine, in a JVM with
    /// these options.
    public static GrpcInterop run(URI url, List<String> cases, List<String> jvmOptions) {
        try (var process = ChildProcess.start(command(url, cases, jvmOptions))) {
            return new GrpcInterop(process);
        }
    }

    /// The cases that passed, in their order.
    public List<String> passed() {
        return passed;
    }

    public String report() {
        return report;
    }

    private static List<String> command(URI url, List<String> cases, List<String> jvmOptions) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
        command.add(PackageFolder.classPathOf("grpc-interop"));
        command.addAll(jvmOptions);
        command.add(PROGRAM.toString());
        command.add(String.join(",", cases));
        command.addAll(
                List.of(
                        "--server_host=127.0.0.1",
                        "--server_port=" + url.getPort(),
                        "--server_host_override=" + url.getHost(),
                        "--use_tls=" + url.getScheme().equals("https")));
        return command;
    }
}
