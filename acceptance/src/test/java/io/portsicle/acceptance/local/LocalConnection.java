package io.portsicle.acceptance.local;

import io.portsicle.acceptance.wire.RawHead;
import io.portsicle.acceptance.wire.WireReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One connection that the agent opened to a [RawServer], as its handler sees it.
public final class LocalConnection implements AutoCloseable {
    private final Socket socket;
    private final WireReader reader;
    private final OutputStream out;
    private volatile boolean isEnded;
    private volatile String serving = "";

    LocalConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new WireReader(socket.getInputStream());
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    public InputStream body(RawHead request) {
        return reader.requestBody(request);
    }

    public String bodyText(RawHead request) throws IOException {
        return new String(body(request).readAllBytes(), StandardCharsets.UTF_8);
    }

    public OutputStream out() {
        return out;
    }

    /// Everything that still comes, of whatever protocol.
    InputStream rest() {
        return reader.rest();
    }

    public void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// A response with a text body, or without a body where the status forbids one.
    public void respond(int status, String text, String... fields) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        if (status != 204 && status != 304) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        write(head + "\r\n" + text);
    }

    public void startChunked() throws IOException {
        write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    public void writeChunk(String text) throws IOException {
        write(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    /// Waits until the peer has ended the connection, or reset it.
    public void awaitEnd() throws IOException {
        reader.rest().transferTo(OutputStream.nullOutputStream());
    }

    /// The connection is over: the peer ended or reset it, or the handler closed it.
    public boolean isEnded() {
        return isEnded;
    }

    /// Its latest request has this target.
    public boolean isServing(String target) {
        return serving.equals(target);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    void serveAll(List<RawHead> log, RawServer.Handler handler) {
        try (socket) {
            for (Optional<RawHead> next = reader.readHead();
                    next.isPresent();
                    next = reader.readHead()) {
                serving = next.get().target();
                log.add(next.get());
                handler.serve(next.get(), this);
            }
        } catch (IOException e) {
            // The peer broke off: visitors that leave do that, and tests ask isEnded().
        } finally {
            isEnded = true;
        }
    }
}
