package io.portsicle.tunnel;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// What came back on a stream, as a client sees it.
final class Answer implements StreamListener {
    final List<String> statuses = new CopyOnWriteArrayList<>();
    final CompletableFuture<StreamEnd> closed = new CompletableFuture<>();
    final CompletableFuture<Fields> trailers = new CompletableFuture<>();
    final AtomicLong received = new AtomicLong();
    volatile boolean reads = true;
    volatile Http2Stream stream;
    volatile Fields head = new Fields();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public void onHead(Fields newHead, boolean end) {
        head = newHead.copy();
        statuses.add(String.valueOf(newHead.value(KnownField.STATUS)));
    }

    @Override
    public void onData(ByteBuf data, boolean end) {
        int size = data.readableBytes();
        received.addAndGet(size);
        byte[] bytes = new byte[size];
        data.readBytes(bytes);
        data.release();
        body.writeBytes(bytes);
        if (reads) {
            stream.credit(size);
        }
    }

    @Override
    public void onTrailers(Fields fields) {
        trailers.complete(fields.copy());
    }

    @Override
    public void onRoom() {}

    @Override
    public void onClosed(StreamEnd end) {
        closed.complete(end);
    }

    String body() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
