package io.portsicle.acceptance.visitor;

import io.portsicle.acceptance.wire.RawHead;
import io.portsicle.acceptance.wire.WireReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A visitor on a bare socket. `{host}` in what it sends stands for the public URL's host and port,
/// `{path}` for its path. A read that waits for longer than 20 s fails.
public final class RawVisitor implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int MOST_PIECES = 1_000;

    private final Socket socket;
    private final URI endpoint;
    private final WireReader reader;
    private final OutputStream out;

    private RawVisitor(Socket socket, URI endpoint) throws IOException {
        this.socket = socket;
        this.endpoint = endpoint;
        this.reader = new WireReader(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /// Connects to the relay of a public URL, which is on this machine.
    public static RawVisitor of(URI endpoint) {
        return of(endpoint, 0);
    }

    /// With a small receive buffer, so that an unread download soon stands still; 0 leaves it to
    /// the system.
    public static RawVisitor of(URI endpoint, int receiveBuffer) {
        try {
            return new RawVisitor(connect(endpoint, receiveBuffer, "http/1.1"), endpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A connection; with TLS for `https`, where ALPN asks for `protocol`.
    static Socket connect(URI endpoint, int receiveBuffer, String protocol) throws IOException {
        var socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        boolean tls = endpoint.getScheme().equals("https");
        int port = endpoint.getPort() < 0 ? (tls ? 443 : 80) : endpoint.getPort();
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return tls ? Tls.over(socket, endpoint.getHost(), port, protocol) : socket;
    }

    /// One request on a connection of its own.
    public static RawResponse get(URI endpoint, String path) throws IOException {
        try (var visitor = of(endpoint)) {
            return visitor.get(path);
        }
    }

    public RawVisitor send(String text) throws IOException {
        String path = endpoint.getRawPath().replaceFirst("/$", "");
        String filled = text.replace("{host}", endpoint.getRawAuthority()).replace("{path}", path);
        return send(filled.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Sends these bytes at once.
    public RawVisitor send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /// Sends each byte in a packet of its own; of many bytes a few together.
    public RawVisitor sendBitByBit(byte[] bytes) throws IOException {
        int piece = 1 + bytes.length / MOST_PIECES;
        for (int at = 0; at < bytes.length; at += piece) {
            out.write(bytes, at, Math.min(piece, bytes.length - at));
        }
        return this;
    }

    /// Says that nothing more will come, and goes on listening.
    public RawVisitor endSending() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// Sends a request without a body; `fields` are lines without line ends.
    public RawVisitor request(String method, String path, String... fields) throws IOException {
        var head = new StringBuilder(method + " {path}" + path + " HTTP/1.1\r\nHost: {host}\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return send(head + "\r\n");
    }

    public RawResponse get(String path, String... fields) throws IOException {
        return request("GET", path, fields).read();
    }

    /// A request with a text body of a known length.
    public RawResponse post(String path, String body, String... fields) throws IOException {
        var head = new StringBuilder("POST {path}" + path + " HTTP/1.1\r\nHost: {host}\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return send(head + "Content-Length: " + body.length() + "\r\n\r\n" + body).read();
    }

    public OutputStream out() {
        return out;
    }

    /// A head, final or interim.
    public RawHead readHead() throws IOException {
        return reader.readHead().orElseThrow(() -> new IOException("closed instead of an answer"));
    }

    public InputStream body(RawHead head) {
        return reader.responseBody(head);
    }

    /// A whole response.
    public RawResponse read() throws IOException {
        RawHead head = readHead();
        return new RawResponse(head, body(head).readAllBytes());
    }

    /// Exactly so many bytes of whatever comes.
    public byte[] readBytes(int count) throws IOException {
        return reader.rest().readNBytes(count);
    }

    /// Everything that still comes before the relay ends the connection.
    public String readToEnd() throws IOException {
        return new String(reader.rest().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// Leaves at once, with a reset if anything is unread.
    public void abort() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
