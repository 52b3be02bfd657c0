package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.portsicle.tunnel.message.Fields;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// All sides of a connection in one: what it writes, and what it tells.
final class Recorder extends KeptBytes implements ConnectionListener, StreamListener {
    final List<String> events = new ArrayList<>();
    final List<Http2Stream> streams = new ArrayList<>();

    String wire() {
        return ByteBufUtil.hexDump(out);
    }

    /// The sizes of the DATA frames written so far, which are forgotten.
    List<Integer> dataFrames() {
        List<Integer> sizes = new ArrayList<>();
        while (out.isReadable()) {
            int size = out.readUnsignedMedium();
            if (out.readUnsignedByte() == FrameFormat.DATA) {
                sizes.add(size);
            }
            out.skipBytes(FrameFormat.HEADER_BYTES - 4 + size);
        }
        return sizes;
    }

    @Override
    public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
        streams.add(stream);
        events.add("stream " + stream.id() + " " + head.toString().replace("Fields", ""));
        return this;
    }

    @Override
    public void onSettings() {
        events.add("settings");
    }

    @Override
    public void onPong(long payload) {}

    @Override
    public void onGoAway(ErrorCode error, String debug) {}

    @Override
    public void onFailure(ErrorCode error, String reason) {
        events.add("failed " + error);
    }

    @Override
    public void onIdle() {}

    @Override
    public void onHead(Fields head, boolean end) {}

    @Override
    public void onData(ByteBuf data, boolean end) {
        String text = data.toString(StandardCharsets.US_ASCII);
        data.release();
        boolean goesOn = !events.isEmpty() && events.getLast().startsWith("data");
        if (goesOn) {
            text = events.removeLast() + text;
        } else {
            text = "data " + text;
        }
        events.add(text);
        if (end) {
            events.add("end");
        }
    }

    @Override
    public void onTrailers(Fields trailers) {}

    @Override
    public void onRoom() {}

    @Override
    public void onClosed(StreamEnd end) {
        events.add("closed " + end);
    }
}
