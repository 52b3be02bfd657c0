package io.portsicle.acceptance.local;

import io.portsicle.acceptance.wire.ChunkedInput;
import io.portsicle.acceptance.wire.RawField;
import io.portsicle.acceptance.wire.RawHead;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A local server for clients that others made: it echoes what they send, in each form that HTTP
/// has for it.
///
/// | target | answer |
/// |---|---|
/// | `/hello?QUERY` | the query |
/// | `/echo` | the body as it comes, in chunks, and trailers that tell its size and the request's trailer |
/// | `/together` | once ten requests are there at the same time |
/// | `/digits` | ten bytes, of which a range may be asked for |
/// | `/hints` | 103 before the 200 |
/// | `/socket` | a WebSocket that echoes |
public final class EchoServer implements AutoCloseable {
    private static final int TOGETHER = 10;
    private static final String DIGITS = "0123456789";

    private final CyclicBarrier together = new CyclicBarrier(TOGETHER);
    private final RawServer server = RawServer.start(this::serve);

    public int port() {
        return server.port();
    }

    /// The heads of all requests so far.
    public List<RawHead> requests() {
        return server.requests();
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(RawHead request, LocalConnection connection) throws IOException {
        String[] target = request.target().split("\\?", 2);
        switch (target[0]) {
            case "/hello" ->
                    connection.respond(
                            200, "hello " + target[1], "X-Via: " + request.value("via").orElse(""));
            case "/echo" -> echo(request, connection);
            case "/together" -> {
                awaitOthers();
                connection.respond(200, "together");
            }
            case "/digits" -> digits(request, connection);
            case "/hints" -> {
                connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
                connection.respond(200, "hinted");
            }
            case "/socket" -> new WebSocketEcho(connection).serve(request);
            default -> connection.respond(404, "nothing here");
        }
    }

    private static void echo(RawHead request, LocalConnection connection) throws IOException {
        InputStream body = connection.body(request);
        connection.startChunked();
        byte[] piece = new byte[8_192];
        long bytes = 0;
        for (int read = body.read(piece); read >= 0; read = body.read(piece)) {
            connection.write(Integer.toHexString(read) + "\r\n");
            connection.out().write(piece, 0, read);
            connection.write("\r\n");
            bytes += read;
        }
        connection.write("0\r\nX-Bytes: %d\r\nX-Noted: %s\r\n\r\n".formatted(bytes, note(body)));
    }

    /// What the request's trailer `X-Note` says.
    private static String note(InputStream body) {
        return body instanceof ChunkedInput chunks
                ? chunks.trailers().stream()
                        .filter(field -> field.name().equalsIgnoreCase("x-note"))
                        .map(RawField::value)
                        .findFirst()
                        .orElse("nothing")
                : "nothing";
    }

    private static void digits(RawHead request, LocalConnection connection) throws IOException {
        if (request.has("range", "bytes=2-4")) {
            connection.respond(206, DIGITS.substring(2, 5), "Content-Range: bytes 2-4/10");
        } else {
            connection.respond(200, DIGITS, "Accept-Ranges: bytes");
        }
    }

    private void awaitOthers() throws IOException {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("fewer than " + TOGETHER + " requests at the same time", e);
        }
    }
}
