package io.portsicle.relay.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A visitor that sends the bytes it is told to send.
public final class RawVisitor implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final SSLContext TLS = Trusting.context();

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private RawVisitor(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    public static RawVisitor connect(URI relay) throws IOException {
        return connect(relay, 0);
    }

    /// With a receive buffer of that many bytes, so that a visitor who does not read is noticed
    /// soon.
    public static RawVisitor connect(URI relay, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(relay.getHost(), relay.getPort()), TIMEOUT_MILLIS);
        return new RawVisitor("https".equals(relay.getScheme()) ? encrypted(socket) : socket);
    }

    /// On a connection that the test has made.
    public static RawVisitor on(Socket socket) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new RawVisitor(socket);
    }

    /// TLS on a connection.
    private static Socket encrypted(Socket socket) throws IOException {
        SSLSocket tls =
                (SSLSocket)
                        TLS.getSocketFactory()
                                .createSocket(socket, "localhost", socket.getPort(), true);
        tls.startHandshake();
        return tls;
    }

    /// Sends text; line breaks are written as CRLF.
    public RawVisitor send(String text) throws IOException {
        return sendExactly(text.replace("\r\n", "\n").replace("\n", "\r\n"));
    }

    public RawVisitor sendExactly(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawVisitor send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /// Reads one head, up to the empty line.
    public Head readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end < 4) {
            int b = in.read();
            if (b < 0) {
                throw new IOException(
                        "closed within a head: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(b);
            end = b == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : b == '\r' ? 1 : 0;
        }
        return new Head(head.toString(StandardCharsets.ISO_8859_1));
    }

    /// Reads a response whose length is announced, as one text.
    public String readBody(Head head) throws IOException {
        return readText(Integer.parseInt(head.field("content-length")));
    }

    public String readText(int length) throws IOException {
        return new String(read(length), StandardCharsets.ISO_8859_1);
    }

    public byte[] read(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("closed after %d of %d bytes".formatted(bytes.length, length));
        }
        return bytes;
    }

    /// Reads everything until the relay closes.
    public String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// Whether the relay has closed: waits for that.
    public boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Closes with a RST.
    public void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// The head of a response.
    public record Head(String text) {
        public int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        /// The first value of a field, or an empty text.
        public String field(String name) {
            for (String line : text.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }
    }
}
