package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;

import java.util.ArrayDeque;

/// Sends what streams have queued: within the windows, while the transport has room, a frame of
/// each stream in turn so that a bulk transfer delays its neighbours by a frame and not by its
/// size. Frames are as large as the peer takes where all of them leaves at once and nobody waits;
/// elsewhere they have the 16 KiB that every peer takes. Link's event loop only.
final class Sender {
    private final FrameWriter writer;
    private final ByteSink sink;
    private final ArrayDeque<Http2Stream> ready = new ArrayDeque<>();
    private int window = FrameFormat.DEFAULT_WINDOW;
    private boolean pumping;

    Sender(FrameWriter writer, ByteSink sink) {
        this.writer = writer;
        this.sink = sink;
    }

    /// Sends a piece at once where nothing stands in its way; false leaves it with the caller.
    boolean sendNow(Http2Stream stream, ByteBuf data, boolean end) {
        int size = data.readableBytes();
        boolean fits = size <= stream.sendWindow() && size <= window && isOneFrame(size);
        if (!fits || !sink.hasRoom()) {
            return false;
        }
        write(stream, data, end);
        if (end) {
            stream.sent(true);
        }
        return true;
    }

    /// Bytes of a stream that has nothing queued which would go out at once.
    int roomNow(Http2Stream stream) {
        return Math.min(sink.room(), Math.min(window, stream.sendWindow()));
    }

    /// The stream has something queued.
    void schedule(Http2Stream stream) {
        if (!stream.isScheduled() && stream.canSend()) {
            stream.scheduled(true);
            ready.add(stream);
            pump();
        }
    }

    /// Sends until the windows or the transport are full.
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        while (!ready.isEmpty() && window > 0 && sink.hasRoom()) {
            sendOne(ready.remove());
        }
        pumping = false;
    }

    /// Changes the connection's window; false when it grows beyond what HTTP/2 can count.
    boolean changeWindow(int by) {
        long changed = (long) window + by;
        if (changed > FrameFormat.LARGEST_WINDOW) {
            return false;
        }
        window = (int) changed;
        pump();
        return true;
    }

    private void sendOne(Http2Stream stream) {
        stream.scheduled(false);
        if (!stream.canSend()) {
            return;
        }
        ByteBuf piece = stream.take(Math.min(window, frameSize()));
        boolean last = stream.isLastTaken();
        write(stream, piece, last);
        if (stream.canSend()) {
            stream.scheduled(true);
            ready.add(stream);
        }
        stream.sent(last);
    }

    private boolean isOneFrame(int size) {
        return size <= FrameFormat.SMALLEST_MAX_FRAME_SIZE || size <= frameSize();
    }

    private int frameSize() {
        int room = ready.isEmpty() ? sink.room() : 0;
        return Math.min(Math.max(room, FrameFormat.SMALLEST_MAX_FRAME_SIZE), writer.maxFrameSize());
    }

    private void write(Http2Stream stream, ByteBuf data, boolean end) {
        int size = data.readableBytes();
        window -= size;
        stream.changeSendWindow(-size);
        writer.data(stream.id(), data, end);
    }
}
