package io.portsicle.agent;

import io.portsicle.tunnel.message.WebSocketKey;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A local server that does, byte for byte, what a test tells it to do with each connection.
public final class ScriptedServer implements AutoCloseable {
    /// What happens on a connection; it is closed behind it.
    interface Script {
        void serve(Connection connection) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final BlockingQueue<String> closings = new LinkedBlockingQueue<>();

    ScriptedServer(Script script) {
        this(0, script);
    }

    ScriptedServer(int port, Script script) {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), script);
    }

    ScriptedServer(InetSocketAddress address, Script script) {
        this(() -> new ServerSocket(), address, script);
    }

    private ScriptedServer(
            Callable<ServerSocket> socket, InetSocketAddress address, Script script) {
        this.script = script;
        try {
            server = socket.call();
            server.setReuseAddress(true);
            server.bind(address, 256);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// A server that speaks TLS.
    static ScriptedServer withTls(SSLContext tls, Script script) {
        return new ScriptedServer(
                () -> tls.getServerSocketFactory().createServerSocket(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                script);
    }

    /// Answers each request with 200 and that body, for as long as the connection lasts.
    static ScriptedServer answering(String body) {
        return new ScriptedServer(
                connection -> {
                    while (!connection.readHead().isEmpty()) {
                        connection.answer(body);
                    }
                });
    }

    int port() {
        return server.getLocalPort();
    }

    LocalAddress address() {
        return LocalAddress.parse("127.0.0.1:" + port());
    }

    /// The same by a URL, with the name that certificates are made for.
    LocalAddress tlsAddress() {
        return LocalAddress.parse("https://localhost:" + port());
    }

    /// Connections that were accepted so far.
    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    /// How connections broke whose script could not finish.
    String awaitBreak() {
        return TestRelay.await(closings);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                int number = connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            script.serve(new Connection(socket, number));
        } catch (IOException e) {
            closings.add(String.valueOf(e.getMessage()));
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One connection of the agent.
    static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final int number;

        Connection(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /// The how-manieth connection of the server this is, from 1.
        int number() {
            return number;
        }

        /// The host that the agent named in the handshake (SNI).
        List<String> namedHosts() throws IOException {
            SSLSocket tls = (SSLSocket) socket;
            tls.startHandshake();
            return ((ExtendedSSLSession) tls.getSession())
                    .getRequestedServerNames().stream()
                            .map(name -> ((SNIHostName) name).getAsciiName())
                            .toList();
        }

        /// The next head with its empty line; empty at the end of the connection.
        String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    return "";
                }
                head.append((char) c);
            }
            return head.toString();
        }

        String read(int bytes) throws IOException {
            return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
        }

        /// Everything up to the end of the connection.
        long drain() throws IOException {
            return in.skip(Long.MAX_VALUE) + in.readAllBytes().length;
        }

        /// Reads up to a text, that included.
        String readUntil(String text) throws IOException {
            StringBuilder read = new StringBuilder();
            while (read.indexOf(text) < 0) {
                int c = in.read();
                if (c < 0) {
                    return read.toString();
                }
                read.append((char) c);
            }
            return read.toString();
        }

        /// A chunked body: its bytes, `|`, its trailers as they stand.
        String readChunked() throws IOException {
            StringBuilder body = new StringBuilder();
            int size = Integer.parseInt(readUntil("\r\n").strip(), 16);
            while (size > 0) {
                body.append(read(size));
                read(2);
                size = Integer.parseInt(readUntil("\r\n").strip(), 16);
            }
            StringBuilder trailers = new StringBuilder();
            String line = readUntil("\r\n");
            while (line.length() > 2) {
                trailers.append(line);
                line = readUntil("\r\n");
            }
            return body + "|" + trailers;
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        void answer(String body) throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }

        /// Switches to the protocol that the head asks for, as a server of RFC 6455 does, with more
        /// fields, each with its line end, and the first bytes behind it.
        void switchProtocols(String head, String fields, String bytes) throws IOException {
            String accept =
                    field(head, "Sec-WebSocket-Key")
                            .map(
                                    key ->
                                            "Sec-WebSocket-Accept: "
                                                    + WebSocketKey.accept(key)
                                                    + "\r\n")
                            .orElse("");
            write(
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: "
                            + field(head, "Upgrade").orElseThrow().toUpperCase(Locale.ROOT)
                            + "\r\n"
                            + accept
                            + fields
                            + "\r\n"
                            + bytes);
        }

        void switchProtocols(String head) throws IOException {
            switchProtocols(head, "", "");
        }

        /// Sends back what comes, until it ends.
        void echo() throws IOException {
            in.transferTo(socket.getOutputStream());
        }

        /// Says that nothing more comes; what the agent sends can still be read.
        void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        private static Optional<String> field(String head, String name) {
            return head.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }

        /// Carries bytes both ways, until either end closes.
        void forwardTo(int port) throws IOException {
            try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
                other.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> copyBack(other));
                in.transferTo(other.getOutputStream());
            }
        }

        private void copyBack(Socket other) {
            try (socket) {
                other.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                return; // The other direction has closed both.
            }
        }

        /// Closes with a reset instead of an end.
        void abort() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
