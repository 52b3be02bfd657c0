package io.portsicle.acceptance.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands where a relay has been, resets whoever knocks, and counts them.
public final class Doorstep implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocket socket;
    private final AtomicInteger knocks = new AtomicInteger();

    private Doorstep(ServerSocket socket) {
        this.socket = socket;
    }

    public static Doorstep of(RelayProcess gone) {
        try {
            var doorstep =
                    new Doorstep(
                            new ServerSocket(
                                    gone.port(), BACKLOG, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(doorstep::turnAllAway);
            return doorstep;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How often somebody knocked.
    public int knocks() {
        return knocks.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void turnAllAway() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                knocks.incrementAndGet();
                caller.setSoLinger(true, 0);
            } catch (IOException e) {
                // Closed, or the caller was quicker: neither matters here.
            }
        }
    }
}
