package io.portsicle.bench;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// Takes what comes on a stream, counts it and gives credit for it at once.
class Receiver implements StreamListener {
    @Nullable Http2Stream stream;

    private long bytes;
    private boolean completed;

    @Override
    public void onHead(Fields head, boolean end) {
        bytes += head.count();
    }

    @Override
    public void onData(ByteBuf data, boolean end) {
        int size = data.readableBytes();
        data.release();
        bytes += size;
        if (stream != null) {
            stream.credit(size);
        }
    }

    @Override
    public void onTrailers(Fields trailers) {
        bytes += trailers.count();
    }

    @Override
    public void onRoom() {
        // A receiver sends nothing.
    }

    @Override
    public void onClosed(StreamEnd end) {
        if (!(end instanceof StreamEnd.Completed)) {
            throw new IllegalStateException("a benchmark's stream ended with " + end);
        }
        completed = true;
    }

    boolean isCompleted() {
        return completed;
    }

    long bytes() {
        return bytes;
    }
}
