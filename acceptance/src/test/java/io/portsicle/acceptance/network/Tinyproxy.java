package io.portsicle.acceptance.network;

import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.process.ChildProcess;
import io.portsicle.acceptance.process.FreePort;
import io.portsicle.acceptance.process.Tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// tinyproxy in the foreground, on a port of the loopback address.
public final class Tinyproxy implements AutoCloseable {
    private static final String CONFIGURATION =
            """
            Port %d
            Listen 127.0.0.1
            Timeout 600
            MaxClients 20
            LogLevel Info
            %s
            """;

    private final ChildProcess process;
    private final int port;

    private Tinyproxy(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /// With further directives of its configuration.
    public static Tinyproxy start(String... directives) {
        return startOn(FreePort.next(), directives);
    }

    public static Tinyproxy startOn(int port, String... directives) {
        Path program = Tool.require("tinyproxy");
        try {
            Path file =
                    Files.createTempFile(
                            Files.createDirectories(Path.of("target", "tinyproxy")), "run", "");
            Files.writeString(file, CONFIGURATION.formatted(port, String.join("\n", directives)));
            var process =
                    ChildProcess.start(List.of(program.toString(), "-d", "-c", file.toString()));
            var proxy = new Tinyproxy(process, port);
            await("tinyproxy listens")
                    .failFast("tinyproxy ended", () -> !process.isAlive())
                    .until(proxy::accepts);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public String url(String user, String password) {
        return "http://%s:%s@127.0.0.1:%d".formatted(user, password, port);
    }

    /// Whether it was asked for a tunnel to that host and port.
    public boolean wasAskedFor(String host, int port) {
        String request = "CONNECT %s:%d HTTP/1.1".formatted(host, port);
        return process.out().stream().anyMatch(line -> line.endsWith(request));
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean accepts() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
