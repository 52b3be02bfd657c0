package io.portsicle.acceptance.local.shop;

import io.portsicle.acceptance.process.ChildProcess;

import java.nio.file.Path;
import java.util.List;

/// The [Shop] as a process of its own on a free port.
public final class ShopProcess implements AutoCloseable {
    private final ChildProcess process;
    private final int port;

    private ShopProcess(ChildProcess process) {
        this.process = process;
        this.port =
                Integer.parseInt(
                        process.awaitLine(Shop.LISTENING).substring(Shop.LISTENING.length()));
    }

    public static ShopProcess start() {
        ChildProcess process =
                ChildProcess.start(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Shop.class.getName(),
                                "--server.port=0",
                                "--server.address=127.0.0.1",
                                "--server.forward-headers-strategy=framework",
                                "--server.servlet.session.tracking-modes=cookie",
                                "--spring.servlet.multipart.max-file-size=20MB",
                                "--spring.servlet.multipart.max-request-size=20MB"));
        try {
            return new ShopProcess(process);
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
