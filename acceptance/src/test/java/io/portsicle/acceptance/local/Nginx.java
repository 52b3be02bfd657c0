package io.portsicle.acceptance.local;

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

/// nginx in the foreground, with a folder of its own under `target`.
public final class Nginx implements AutoCloseable {
    private static final String CONFIGURATION =
            """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              types { text/html html; text/css css; text/javascript js; }
              %s
              server {
                listen 127.0.0.1:%d %s;
                root www;
                client_max_body_size 0;
                %s
              }
            }
            """;

    private final ChildProcess process;
    private final Path folder;
    private final int port;

    private Nginx(ChildProcess process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /// Plain HTTP with these directives in its `server` block; files are served from [#www()].
    public static Nginx start(String serverBlock) {
        return startOn(FreePort.next(), "", "", serverBlock);
    }

    public static Nginx startOn(
            int port, String httpBlock, String listenOptions, String serverBlock) {
        Path program = Tool.require("nginx");
        try {
            Path folder =
                    Files.createTempDirectory(
                            Files.createDirectories(Path.of("target", "nginx")), "run");
            Files.createDirectory(folder.resolve("www"));
            Files.writeString(
                    folder.resolve("nginx.conf"),
                    CONFIGURATION.formatted(httpBlock, port, listenOptions, serverBlock));
            var process =
                    ChildProcess.start(
                            List.of(
                                    program.toString(),
                                    "-p",
                                    folder.toAbsolutePath() + "/",
                                    "-c",
                                    "nginx.conf"));
            var nginx = new Nginx(process, folder, port);
            await("nginx listens")
                    .failFast("nginx ended", () -> !process.isAlive())
                    .until(nginx::accepts);
            return nginx;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /// The folder whose files it serves.
    public Path www() {
        return folder.resolve("www");
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
