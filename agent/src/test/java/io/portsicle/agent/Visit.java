package io.portsicle.agent;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// One visitor's request, as the relay's end of a stream sees it. The methods may be called from
/// the test's thread.
public final class Visit implements StreamListener {
    private final Link link;
    private final boolean takesBody;
    private @Nullable Http2Stream stream;
    private final List<Fields> heads = new ArrayList<>();
    private final CompletableFuture<Fields> head = new CompletableFuture<>();
    private final CompletableFuture<StreamEnd> end = new CompletableFuture<>();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final AtomicLong receivedBytes = new AtomicLong();
    private final CompletableFuture<Boolean> firstByte = new CompletableFuture<>();
    private Runnable whenRoom = () -> {};
    private volatile @Nullable Fields trailers;

    private Visit(Link link, boolean takesBody) {
        this.link = link;
        this.takesBody = takesBody;
    }

    /// Sends a request without a body.
    static Visit get(Link link, String path, String... fields) {
        return open(link, head("GET", path, fields), true, true);
    }

    /// Sends a request head; the body follows with [#send(byte[], boolean)].
    static Visit post(Link link, String path, String... fields) {
        return open(link, head("POST", path, fields), false, true);
    }

    /// Sends a request and never takes a byte of the response's body.
    static Visit notReading(Link link, String path) {
        return open(link, head("GET", path), true, false);
    }

    /// Asks for another protocol, as extended CONNECT does; bytes follow with [#send(byte[],
    /// boolean)].
    static Visit upgrade(Link link, String protocol, String path, String... fields) {
        Fields head = head("CONNECT", path, fields).add(KnownField.PROTOCOL, protocol);
        return open(link, head, false, true);
    }

    static Visit open(Link link, Fields head, boolean ended, boolean takesBody) {
        Visit visit = new Visit(link, takesBody);
        link.loop().execute(() -> visit.stream = link.open(head, ended, visit));
        return visit;
    }

    static Fields head(String method, String path, String... fields) {
        Fields head = new Fields();
        head.add(KnownField.METHOD, method).add(KnownField.SCHEME, "http");
        head.add(KnownField.AUTHORITY, "demo.localhost:8080").add(KnownField.PATH, path);
        for (int i = 0; i < fields.length; i += 2) {
            head.add(fields[i], fields[i + 1]);
        }
        return head;
    }

    Visit send(String text, boolean last) {
        return send(text.getBytes(StandardCharsets.UTF_8), last);
    }

    Visit send(byte[] data, boolean last) {
        onStream(s -> s.sendData(Unpooled.copiedBuffer(data), last));
        return this;
    }

    Visit sendTrailers(Fields last) {
        onStream(s -> s.sendTrailers(last));
        return this;
    }

    /// Sends pieces for as long as the stream takes them, and counts their bytes.
    void sendWhileThereIsRoom(byte[] piece, AtomicLong sent) {
        whenRoom =
                () -> {
                    Http2Stream to = java.util.Objects.requireNonNull(stream);
                    while (to.hasRoom()) {
                        to.sendData(Unpooled.copiedBuffer(piece), false);
                        sent.addAndGet(piece.length);
                    }
                };
        onStream(s -> whenRoom.run());
    }

    /// The visitor goes away.
    void leave() {
        onStream(s -> s.reset(ErrorCode.CANCEL));
    }

    private void onStream(java.util.function.Consumer<Http2Stream> task) {
        link.loop().execute(() -> task.accept(java.util.Objects.requireNonNull(stream)));
    }

    Fields awaitHead() {
        return await(head);
    }

    int awaitStatus() {
        return Integer.parseInt(
                java.util.Objects.requireNonNull(awaitHead().value(KnownField.STATUS)));
    }

    /// The whole body.
    byte[] awaitBytes() {
        return await(body);
    }

    String awaitBody() {
        return new String(awaitBytes(), StandardCharsets.UTF_8);
    }

    StreamEnd awaitEnd() {
        return await(end);
    }

    /// What came of the body so far, once it is at least that long.
    String awaitReceived(int bytes) {
        Awaitility.await().until(() -> receivedBytes.get() >= bytes);
        return received.toString(StandardCharsets.UTF_8);
    }

    void awaitFirstByte() {
        await(firstByte);
    }

    boolean isOver() {
        return end.isDone();
    }

    List<String> interimStatuses() {
        awaitHead();
        return heads.stream().map(h -> String.valueOf(h.value(KnownField.STATUS))).toList();
    }

    long receivedBytes() {
        return receivedBytes.get();
    }

    @Nullable Fields trailers() {
        return trailers;
    }

    /// The values of one field of the response, in order.
    List<String> values(String name) {
        Fields fields = awaitHead();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            if (fields.name(i).equals(name)) {
                found.add(fields.value(i));
            }
        }
        return found;
    }

    @Override
    public void onHead(Fields fields, boolean last) {
        String status = String.valueOf(fields.value(KnownField.STATUS));
        if (status.startsWith("1")) {
            heads.add(fields.copy());
            return;
        }
        head.complete(fields.copy());
        endIf(last);
    }

    @Override
    public void onData(ByteBuf data, boolean last) {
        int size = data.readableBytes();
        byte[] bytes = new byte[size];
        data.readBytes(bytes);
        data.release();
        received.writeBytes(bytes);
        receivedBytes.addAndGet(size);
        firstByte.complete(true);
        if (takesBody && stream != null) {
            stream.credit(size);
        }
        endIf(last);
    }

    @Override
    public void onTrailers(Fields last) {
        trailers = last.copy();
        endIf(true);
    }

    @Override
    public void onRoom() {
        whenRoom.run();
    }

    @Override
    public void onClosed(StreamEnd how) {
        end.complete(how);
        AssertionError cut = new AssertionError("the stream ended: " + how);
        head.completeExceptionally(cut);
        body.completeExceptionally(cut);
    }

    private void endIf(boolean last) {
        if (last) {
            body.complete(received.toByteArray());
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(TestRelay.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
