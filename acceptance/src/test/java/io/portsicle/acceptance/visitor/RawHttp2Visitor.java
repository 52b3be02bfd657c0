package io.portsicle.acceptance.visitor;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.portsicle.acceptance.wire.Http2Frame;
import io.portsicle.acceptance.wire.RawField;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A visitor that speaks HTTP/2, with prior knowledge or by ALPN, frame by frame: it sends what a
/// test gives it, right or wrong, and says in words what becomes of each stream and of the
/// connection. A read that waits for longer than 20 s fails.
public final class RawHttp2Visitor implements AutoCloseable {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String[] ERRORS = {
        "NO_ERROR",
        "PROTOCOL_ERROR",
        "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR",
        "SETTINGS_TIMEOUT",
        "STREAM_CLOSED",
        "FRAME_SIZE_ERROR",
        "REFUSED_STREAM",
        "CANCEL",
        "COMPRESSION_ERROR",
        "CONNECT_ERROR",
        "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY",
        "HTTP_1_1_REQUIRED"
    };

    private final Socket socket;
    private final URI endpoint;
    private final DataInputStream in;
    private final OutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, String> statuses = new TreeMap<>();
    private final Map<Integer, String> ended = new TreeMap<>();
    private String connection = "";

    private RawHttp2Visitor(Socket socket, URI endpoint) throws IOException {
        this.socket = socket;
        this.endpoint = endpoint;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /// Connects to the relay of a public URL, which is on this machine, and sends preface and
    /// SETTINGS.
    public static RawHttp2Visitor of(URI endpoint) {
        try {
            var visitor = new RawHttp2Visitor(RawVisitor.connect(endpoint, 0, "h2"), endpoint);
            visitor.out.write(PREFACE);
            visitor.send(new Http2Frame(Http2Frame.Type.SETTINGS, 0, 0, new byte[0]));
            return visitor;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends these frames at once.
    public RawHttp2Visitor send(Http2Frame... frames) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (Http2Frame frame : frames) {
            bytes.writeBytes(frame.bytes());
        }
        out.write(bytes.toByteArray());
        return this;
    }

    /// Sends the head of a request without a body.
    public RawHttp2Visitor get(int stream, String path) throws IOException {
        byte[] head =
                Http2Frame.block(
                        List.of(
                                new RawField(":method", "GET"),
                                new RawField(":scheme", endpoint.getScheme()),
                                new RawField(":authority", endpoint.getAuthority()),
                                new RawField(":path", path)));
        int flags = Http2Frame.END_STREAM | Http2Frame.END_HEADERS;
        return send(new Http2Frame(Http2Frame.Type.HEADERS, flags, stream, head));
    }

    /// What became of a stream: its final status once the response has ended (`200`), or `reset
    /// ERROR`.
    public String outcome(int stream) throws IOException {
        while (!ended.containsKey(stream)) {
            readFrame();
        }
        return ended.get(stream);
    }

    /// The final status of a stream whose response goes on, as that of a tunnel does, with `open`
    /// behind it.
    public String opened(int stream) throws IOException {
        while (!statuses.containsKey(stream) && !ended.containsKey(stream)) {
            readFrame();
        }
        return ended.getOrDefault(stream, statuses.get(stream) + " open");
    }

    /// How the relay ends the connection: `goaway ERROR`, waited for.
    public String ending() throws IOException {
        try {
            while (true) {
                readFrame();
            }
        } catch (EOFException e) {
            return connection;
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

    private void readFrame() throws IOException {
        Http2Frame frame = next();
        switch (frame.type()) {
            case HEADERS -> {
                readHead(frame);
                end(frame);
            }
            case DATA -> end(frame);
            case RST_STREAM -> ended.putIfAbsent(frame.stream(), "reset " + error(frame.word(0)));
            case GOAWAY -> connection = "goaway " + error(frame.word(4));
            case PING, SETTINGS -> acknowledge(frame);
            case WINDOW_UPDATE, CONTINUATION, UNKNOWN -> {}
        }
    }

    private Http2Frame next() throws IOException {
        try {
            return Http2Frame.read(in);
        } catch (EOFException e) {
            throw connection.isEmpty() ? e : new EOFException("closed: " + connection);
        }
    }

    private void readHead(Http2Frame frame) throws IOException {
        try {
            var head =
                    decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
            CharSequence status = head.status();
            if (status != null && status.charAt(0) != '1') {
                statuses.put(frame.stream(), status.toString());
            }
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    private void end(Http2Frame frame) {
        if (frame.has(Http2Frame.END_STREAM)) {
            ended.putIfAbsent(frame.stream(), statuses.get(frame.stream()));
        }
    }

    private void acknowledge(Http2Frame frame) throws IOException {
        if (!frame.has(Http2Frame.END_STREAM)) {
            byte[] echo = frame.type() == Http2Frame.Type.PING ? frame.payload() : new byte[0];
            send(new Http2Frame(frame.type(), Http2Frame.END_STREAM, 0, echo));
        }
    }

    private static String error(int code) {
        return code >= 0 && code < ERRORS.length ? ERRORS[code] : "0x" + Integer.toHexString(code);
    }
}
