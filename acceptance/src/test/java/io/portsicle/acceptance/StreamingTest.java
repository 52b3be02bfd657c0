package io.portsicle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portsicle.acceptance.local.LocalConnection;
import io.portsicle.acceptance.local.RawServer;
import io.portsicle.acceptance.visitor.RawVisitor;
import io.portsicle.acceptance.wire.RawHead;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/// Nothing waits for the rest: each byte travels when it is there. The local server below says no
/// more until the visitor has what was said before, so a tunnel that buffers stands still.
class StreamingTest {
    private static final Semaphore VISITOR_HAS_IT = new Semaphore(0);
    private static final BlockingQueue<String> UPLOADED = new LinkedBlockingQueue<>();

    @AutoClose private static final RawServer LOCAL = RawServer.start(StreamingTest::serve);

    @AutoClose private static final Tunnel TUNNEL = Tunnel.to(LOCAL.port());

    @Test
    void theHeadOfASlowResponseArrivesBeforeItsBody() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            RawHead head = visitor.request("GET", "/head-first").readHead();
            assertThat(head.status()).isEqualTo(200);

            VISITOR_HAS_IT.release();
            assertThat(visitor.body(head).readAllBytes()).asString().isEqualTo("body");
        }
    }

    @Test
    void eachPieceOfASlowResponseArrivesWhenTheLocalServerSendsIt() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            InputStream body = visitor.body(visitor.request("GET", "/pieces").readHead());
            for (String piece : new String[] {"a", "bb", "ccc"}) {
                byte[] arrived = body.readNBytes(piece.length());
                assertThat(new String(arrived, StandardCharsets.US_ASCII)).isEqualTo(piece);
                VISITOR_HAS_IT.release();
            }
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    @Test
    void theLocalServerSeesTheFirstChunkOfAnUploadThatNeverEnds() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "POST /upload HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n");
            visitor.send("5\r\nfirst\r\n");
            await().until(() -> "first".equals(UPLOADED.poll()));

            visitor.send("6\r\nsecond\r\n");
            await().until(() -> "second".equals(UPLOADED.poll()));
        }
    }

    @Test
    void theLocalServerSeesTheFirstByteOfAnUploadOfKnownLength() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "POST /upload HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\n!");

            await().until(() -> "!".equals(UPLOADED.poll()));
        }
    }

    @Test
    void anAnswerMayComeBeforeTheUploadIsComplete() throws IOException {
        try (RawVisitor visitor = TUNNEL.visitor()) {
            visitor.send(
                    "POST /early HTTP/1.1\r\n"
                            + "Host: {host}\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n"
                            + "1\r\n"
                            + "a\r\n");
            RawHead head = visitor.readHead();
            InputStream body = visitor.body(head);

            assertThat(body.readNBytes(2)).asString().isEqualTo("a?");
            visitor.send("1\r\nb\r\n0\r\n\r\n");
            assertThat(body.readAllBytes()).asString().isEqualTo("b?");
        }
    }

    private static void serve(RawHead request, LocalConnection connection) throws IOException {
        switch (request.target()) {
            case "/head-first" -> {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
                VISITOR_HAS_IT.acquireUninterruptibly();
                connection.write("body");
            }
            case "/pieces" -> {
                connection.startChunked();
                for (String piece : new String[] {"a", "bb", "ccc"}) {
                    connection.writeChunk(piece);
                    VISITOR_HAS_IT.acquireUninterruptibly();
                }
                connection.write("0\r\n\r\n");
            }
            case "/early" -> answerEachByte(connection.body(request), connection);
            default -> noteEachPiece(connection.body(request));
        }
    }

    private static void answerEachByte(InputStream body, LocalConnection connection)
            throws IOException {
        connection.startChunked();
        for (int next = body.read(); next >= 0; next = body.read()) {
            connection.writeChunk((char) next + "?");
        }
        connection.write("0\r\n\r\n");
    }

    private static void noteEachPiece(InputStream body) throws IOException {
        byte[] buffer = new byte[100];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            UPLOADED.add(new String(buffer, 0, read, StandardCharsets.US_ASCII));
        }
    }
}
