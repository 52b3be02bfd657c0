package io.portsicle.acceptance.local;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.PackageFolder;

import java.nio.file.Path;
import java.util.List;

/// The server of gRPC's interop tests, in clear: HTTP/2 by prior knowledge and nothing else.
public final class GrpcServer implements AutoCloseable {
    private final ChildProcess process;
    private final int port;

    private GrpcServer(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static GrpcServer start() {
        int port = FreePort.next();
        ChildProcess process =
                ChildProcess.start(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                PackageFolder.classPathOf("grpc-interop"),
                                "io.grpc.testing.integration.TestServiceServer",
                                "--port=" + port,
                                "--use_tls=false",
                                "--address_type=IPV4"));
        try {
            process.awaitLine("Server started on port " + port);
            return new GrpcServer(process, port);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
