package io.portsicle.acceptance.local;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.PackageFolder;
import io.portsicle.acceptance.process.Tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A WebSocket server that echoes: Node's `ws`, with compression.
public final class NodeEchoServer implements AutoCloseable {
    private static final Path PROGRAM =
            Path.of("src", "test", "resources", "node", "echo.mjs").toAbsolutePath();
    private static final String LISTENING = "listening on ";

    private final ChildProcess process;
    private final int port;

    private NodeEchoServer(ChildProcess process) {
        this.process = process;
        this.port = Integer.parseInt(process.awaitLine(LISTENING).substring(LISTENING.length()));
    }

    public static NodeEchoServer start() {
        Path node = Tool.require("node");
        ChildProcess process =
                ChildProcess.start(
                        List.of(node.toString(), PROGRAM.toString()),
                        Map.of(),
                        PackageFolder.ofNpm("node"));
        try {
            return new NodeEchoServer(process);
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
