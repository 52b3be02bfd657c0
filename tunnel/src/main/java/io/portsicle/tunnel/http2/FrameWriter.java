package io.portsicle.tunnel.http2;

import static io.portsicle.tunnel.http2.FrameFormat.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.hpack.HpackWriter;
import io.portsicle.tunnel.message.Fields;

import java.nio.charset.StandardCharsets;

/// Writes frames into a [ByteSink] (RFC 9113, 6). Link's event loop only.
final class FrameWriter {
    private static final ByteBuf PREFACE =
            Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer(
                            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII));
    private static final int USUAL_HEAD_BYTES = 512;
    private static final int SETTING_BYTES = 6;

    private final ByteSink sink;
    private final HpackWriter hpack = new HpackWriter();
    private final int largestFrame;
    private int maxFrameSize = SMALLEST_MAX_FRAME_SIZE;

    /// Frames have `largestFrame` bytes at most, whatever the peer takes.
    FrameWriter(ByteSink sink, int largestFrame) {
        this.sink = sink;
        this.largestFrame = largestFrame;
    }

    int maxFrameSize() {
        return maxFrameSize;
    }

    /// Obeys what the peer announced.
    void peerSettings(Http2Settings settings) {
        maxFrameSize = Math.min(settings.maxFrameSize(), largestFrame);
        hpack.peerTableSize(settings.headerTableSize());
    }

    void preface() {
        ByteBuf out = sink.reserve(PREFACE.readableBytes());
        out.writeBytes(PREFACE, 0, PREFACE.readableBytes());
    }

    /// A SETTINGS frame of (id, value) pairs.
    void settings(long... pairs) {
        int length = pairs.length / 2 * SETTING_BYTES;
        ByteBuf out = start(length, SETTINGS, 0, 0);
        for (int i = 0; i < pairs.length; i += 2) {
            out.writeShort((int) pairs[i]);
            out.writeInt((int) pairs[i + 1]);
        }
    }

    void settingsAck() {
        start(0, SETTINGS, ACK, 0);
    }

    void head(int streamId, Fields head, boolean endStream) {
        ByteBuf out = sink.reserve(USUAL_HEAD_BYTES);
        int start = out.writerIndex();
        out.writeZero(HEADER_BYTES);
        hpack.write(head, out);
        int length = out.writerIndex() - start - HEADER_BYTES;
        int flags = endStream ? END_STREAM : 0;
        if (length > maxFrameSize) {
            splitHead(out, start, streamId, flags);
            return;
        }
        out.setMedium(start, length);
        out.setByte(start + 3, HEADERS);
        out.setByte(start + 4, flags | END_HEADERS);
        out.setInt(start + 5, streamId);
    }

    /// Writes one DATA frame of all of `data`, which must fit into the peer's frame size; takes
    /// ownership.
    void data(int streamId, ByteBuf data, boolean endStream) {
        start(data.readableBytes(), DATA, endStream ? END_STREAM : 0, streamId);
        sink.append(data);
    }

    void reset(int streamId, ErrorCode error) {
        start(4, RST_STREAM, 0, streamId).writeInt(error.code());
    }

    void windowUpdate(int streamId, int increment) {
        start(4, WINDOW_UPDATE, 0, streamId).writeInt(increment);
    }

    void ping(long payload) {
        start(8, PING, 0, 0).writeLong(payload);
    }

    void pingAck(long payload) {
        start(8, PING, ACK, 0).writeLong(payload);
    }

    void goAway(int lastStreamId, ErrorCode error, String debug) {
        ByteBuf out = start(8 + ByteBufUtil.utf8Bytes(debug), GOAWAY, 0, 0);
        out.writeInt(lastStreamId).writeInt(error.code());
        ByteBufUtil.writeUtf8(out, debug);
    }

    private ByteBuf start(int length, int type, int flags, int streamId) {
        ByteBuf out = sink.reserve(HEADER_BYTES + (type == DATA ? 0 : length));
        out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(streamId);
        return out;
    }

    private void splitHead(ByteBuf out, int start, int streamId, int flags) {
        ByteBuf block = out.copy(start + HEADER_BYTES, out.writerIndex() - start - HEADER_BYTES);
        out.writerIndex(start);
        int type = HEADERS;
        while (block.isReadable()) {
            int length = Math.min(maxFrameSize, block.readableBytes());
            int last = length == block.readableBytes() ? END_HEADERS : 0;
            out.writeMedium(length).writeByte(type).writeByte((type == HEADERS ? flags : 0) | last);
            out.writeInt(streamId).writeBytes(block, length);
            type = CONTINUATION;
        }
        block.release();
    }
}
