package io.portsicle.acceptance.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A port without TLS whose connections go on to a port with TLS of this machine: for visitors that
/// don't know TLS themselves. Each direction ends on its own.
public final class TlsDoor implements AutoCloseable {
    private final ServerSocket door;
    private final URI target;
    private final SSLContext trust;

    private TlsDoor(ServerSocket door, URI target, SSLContext trust) {
        this.door = door;
        this.target = target;
        this.trust = trust;
    }

    public static TlsDoor to(URI target, SSLContext trust) {
        try {
            var door =
                    new TlsDoor(
                            new ServerSocket(0, 0, InetAddress.getLoopbackAddress()),
                            target,
                            trust);
            Thread.startVirtualThread(door::admit);
            return door;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() {
        close(door);
    }

    private void admit() {
        while (true) {
            try {
                Socket visitor = door.accept();
                Thread.startVirtualThread(() -> carry(visitor));
            } catch (IOException e) {
                return; // the door is closed
            }
        }
    }

    private void carry(Socket visitor) {
        try (visitor;
                SSLSocket relay = dial()) {
            Thread up = Thread.startVirtualThread(() -> pump(visitor, relay));
            pump(relay, visitor);
            up.join();
        } catch (IOException e) {
            // No connection, none for the visitor either.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLSocket dial() throws IOException {
        var socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), target.getPort());
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(target.getHost())));
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // What broke off on one side breaks off on the other.
            close(from);
            close(to);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
