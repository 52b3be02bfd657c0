package io.portsicle.acceptance.local;

import io.portsicle.acceptance.wire.RawHead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A local server on a bare socket: it does exactly what its [Handler] says and keeps every request
/// head as it came. One virtual thread for each connection.
public final class RawServer implements AutoCloseable {
    /// Answers one request; the connection goes on to the next one when it returns.
    @FunctionalInterface
    public interface Handler {
        void serve(RawHead request, LocalConnection connection) throws IOException;
    }

    private final ServerSocket socket;
    private final Handler handler;
    private final List<RawHead> requests = new CopyOnWriteArrayList<>();
    private final List<LocalConnection> connections = new CopyOnWriteArrayList<>();

    private RawServer(ServerSocket socket, Handler handler) {
        this.socket = socket;
        this.handler = handler;
    }

    public static RawServer start(Handler handler) {
        return startOn(0, handler);
    }

    public static RawServer startOn(int port, Handler handler) {
        return startOn(port, 0, handler);
    }

    /// With a small receive buffer, so that an unread upload soon stands still; 0 leaves it to the
    /// system.
    public static RawServer startOn(int port, int receiveBuffer, Handler handler) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            var server = new RawServer(socket, handler);
            Thread.ofVirtual().start(server::acceptAll);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers every request with 200 and this text.
    public static RawServer saying(String text) {
        return start((request, connection) -> connection.respond(200, text));
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// The heads of all requests so far, in the order they came.
    public List<RawHead> requests() {
        return List.copyOf(requests);
    }

    public RawHead lastRequest() {
        return requests.getLast();
    }

    public void forgetRequests() {
        requests.clear();
    }

    /// All connections that were ever accepted.
    public List<LocalConnection> connections() {
        return List.copyOf(connections);
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (LocalConnection connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                serve(new LocalConnection(socket.accept()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(LocalConnection connection) {
        connections.add(connection);
        Thread.ofVirtual().start(() -> connection.serveAll(requests, handler));
    }
}
