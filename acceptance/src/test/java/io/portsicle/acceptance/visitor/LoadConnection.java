package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.visitor.SteadyLoad.Reuse;
import io.portsicle.acceptance.wire.RawHead;
import io.portsicle.acceptance.wire.WireReader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// One of a [SteadyLoad]'s connections, opened again whenever the relay has ended it between two
/// requests, as every client does. It never repeats a request.
final class LoadConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 40_000;

    private final URI endpoint;
    private final Reuse reuse;
    private Optional<Open> open = Optional.empty();
    private Visit.Phase phase = Visit.Phase.CONNECT;

    LoadConnection(URI endpoint, Reuse reuse) {
        this.endpoint = endpoint;
        this.reuse = reuse;
    }

    /// Sends a request now and waits for its end.
    Visit visit(long id, Instant due) {
        Instant sent = Instant.now();
        Visit.Ending ending = exchange(id);
        if (reuse == Reuse.NEW_EACH || ending instanceof Visit.Broken) {
            close();
        }
        return new Visit(id, due, sent, Instant.now(), ending);
    }

    @Override
    public void close() {
        open.ifPresent(Open::close);
        open = Optional.empty();
    }

    private Visit.Ending exchange(long id) {
        try {
            phase = Visit.Phase.CONNECT;
            Open connection = connect();
            phase = Visit.Phase.SEND;
            connection.send(request(id));
            phase = Visit.Phase.HEAD;
            RawHead head = connection.readHead();
            phase = Visit.Phase.BODY;
            String body = connection.readBody(head);
            if (head.has("connection", "close")) {
                close();
            }
            return judge(head, body, Long.toString(id));
        } catch (IOException | RuntimeException e) {
            // Whatever goes wrong here is what the test asks about.
            return new Visit.Broken(phase, e.toString());
        }
    }

    private static Visit.Ending judge(RawHead head, String body, String expected) {
        if (head.status() != 200) {
            return new Visit.Refused(head.status(), head.value("Portsicle-Error").orElse(""));
        }
        return body.equals(expected)
                ? new Visit.Answered()
                : new Visit.Broken(
                        Visit.Phase.BODY, "body: %s (expected: %s)".formatted(body, expected));
    }

    private String request(long id) {
        return "GET %s?id=%d HTTP/1.1\r\nHost: %s\r\n\r\n"
                .formatted(endpoint.getRawPath() + "/", id, endpoint.getRawAuthority())
                .replace("//?", "/?");
    }

    private Open connect() throws IOException {
        if (open.isPresent() && open.get().wasEndedByPeer()) {
            close();
        }
        if (open.isEmpty()) {
            open = Optional.of(Open.to(endpoint));
        }
        return open.get();
    }

    /// A connection that is open; `socket` is it with TLS where the endpoint has that.
    private record Open(SocketChannel channel, Socket socket, WireReader reader) {
        static Open to(URI endpoint) throws IOException {
            int port = endpoint.getPort();
            SocketChannel channel =
                    SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.socket().setTcpNoDelay(true);
            channel.socket().setSoTimeout(PATIENCE_MILLIS);
            Socket socket =
                    endpoint.getScheme().equals("https")
                            ? Tls.over(channel.socket(), endpoint.getHost(), port, "http/1.1")
                            : channel.socket();
            return new Open(channel, socket, new WireReader(socket.getInputStream()));
        }

        /// Looks without waiting; bytes between two requests belong to nothing. With TLS they may,
        /// so that there each request needs a connection of its own.
        boolean wasEndedByPeer() throws IOException {
            int read = readNow();
            if (read > 0) {
                throw new IOException("bytes that no request asked for");
            }
            return read < 0;
        }

        private int readNow() throws IOException {
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1));
            } catch (IOException reset) {
                return -1;
            } finally {
                channel.configureBlocking(true);
            }
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        RawHead readHead() throws IOException {
            return reader.readHead()
                    .orElseThrow(() -> new IOException("closed instead of an answer"));
        }

        String readBody(RawHead head) throws IOException {
            return new String(
                    reader.responseBody(head).readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
