package io.portsicle.tunnel.http2;

import static io.portsicle.tunnel.http2.FrameFormat.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Finds the frames in the bytes of a peer, however they are cut (RFC 9113, 4 and 6).
///
/// DATA is handed on as it arrives; any other frame is handed on when it is whole. Everything that
/// a peer can make large is bounded while it arrives: the frame by the size that we announced
/// (`maxFrameSize`), a header block and its CONTINUATIONs by `maxBlock`. Link's event loop only.
final class FrameReader {
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum State {
        PREFACE,
        HEADER,
        PAYLOAD,
        DATA,
        PADDING,
        STOPPED
    }

    private final ByteBufAllocator alloc;
    private final FrameListener listener;
    private final int maxFrameSize;
    private final int maxBlock;
    private final ByteBuf header = Unpooled.buffer(HEADER_BYTES, HEADER_BYTES);
    private State state;
    private int prefaceSeen;
    private boolean settingsSeen;

    private int length;
    private int type;
    private int flags;
    private int streamId;
    private int dataLeft;
    private int paddingLeft;
    private @Nullable ByteBuf partial;

    private final HeaderBlock block;

    /// A reader for the side that gets a client's preface (`expectPreface`), or for the side that
    /// does not.
    FrameReader(
            ByteBufAllocator alloc,
            FrameListener listener,
            int maxFrameSize,
            int maxBlock,
            boolean expectPreface) {
        this.alloc = alloc;
        this.listener = listener;
        this.maxFrameSize = maxFrameSize;
        this.maxBlock = maxBlock;
        this.block = new HeaderBlock(alloc, maxBlock);
        this.state = expectPreface ? State.PREFACE : State.HEADER;
    }

    /// Reads all of `in`, which stays the caller's.
    void read(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case PREFACE -> readPreface(in);
                case HEADER -> readHeader(in);
                case PAYLOAD -> readPayload(in);
                case DATA -> readData(in);
                case PADDING -> readPadding(in);
                case STOPPED -> in.skipBytes(in.readableBytes());
            }
        }
    }

    /// Reads nothing any more and gives its memory back.
    void stop() {
        state = State.STOPPED;
        block.clear();
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }

    private void readPreface(ByteBuf in) {
        if (in.readByte() != PREFACE[prefaceSeen++]) {
            fail(
                    ErrorCode.PROTOCOL_ERROR,
                    "the peer does not speak HTTP/2: bad connection preface");
            return;
        }
        if (prefaceSeen == PREFACE.length) {
            state = State.HEADER;
        }
    }

    private void readHeader(ByteBuf in) {
        listener.onNextFrame();
        if (header.writerIndex() == 0 && in.readableBytes() >= HEADER_BYTES) {
            decodeHeader(in);
            return;
        }
        in.readBytes(header, Math.min(header.writableBytes(), in.readableBytes()));
        if (!header.isWritable()) {
            decodeHeader(header);
            header.clear();
        }
    }

    private void decodeHeader(ByteBuf in) {
        length = in.readUnsignedMedium();
        type = in.readUnsignedByte();
        flags = in.readUnsignedByte();
        streamId = in.readInt() & LARGEST_STREAM_ID;
        if (!isFrameAllowed()) {
            return;
        }
        if (type == DATA) {
            startData();
        } else if (length == 0) {
            dispatch(Unpooled.EMPTY_BUFFER);
        } else {
            state = State.PAYLOAD;
        }
    }

    private boolean isFrameAllowed() {
        if (length > maxFrameSize) {
            return fail(
                    ErrorCode.FRAME_SIZE_ERROR,
                    "frame of " + length + " bytes (at most " + maxFrameSize + ")");
        }
        if (!settingsSeen && type != SETTINGS) {
            return fail(ErrorCode.PROTOCOL_ERROR, "the first frame is not SETTINGS");
        }
        settingsSeen = true;
        if (block.isOpen() && (type != CONTINUATION || !block.isOf(streamId))) {
            return fail(ErrorCode.PROTOCOL_ERROR, "a frame inside a header block");
        }
        if (!block.isOpen() && type == CONTINUATION) {
            return fail(ErrorCode.PROTOCOL_ERROR, "CONTINUATION without HEADERS");
        }
        boolean ofConnection = type == SETTINGS || type == PING || type == GOAWAY;
        boolean ofStream = type <= PUSH_PROMISE && type != SETTINGS;
        if (ofConnection && streamId != 0 || ofStream && streamId == 0) {
            return fail(ErrorCode.PROTOCOL_ERROR, "frame type " + type + " on stream " + streamId);
        }
        return true;
    }

    // ---- DATA, as it arrives

    private void startData() {
        listener.onDataStart(streamId, length);
        if (state == State.STOPPED) {
            return;
        }
        boolean padded = (flags & PADDED) != 0;
        if (padded && length == 0) {
            fail(ErrorCode.FRAME_SIZE_ERROR, "padded DATA without a pad length");
            return;
        }
        paddingLeft = padded ? -1 : 0;
        dataLeft = length;
        state = State.DATA;
        if (length == 0) {
            deliver(Unpooled.EMPTY_BUFFER);
        }
    }

    private void readData(ByteBuf in) {
        if (paddingLeft < 0 && !readPadLength(in)) {
            return;
        }
        if (dataLeft == 0) {
            deliver(Unpooled.EMPTY_BUFFER);
            return;
        }
        if (in.isReadable()) {
            deliver(in.readRetainedSlice(Math.min(dataLeft, in.readableBytes())));
        }
    }

    private boolean readPadLength(ByteBuf in) {
        paddingLeft = in.readUnsignedByte();
        dataLeft -= 1 + paddingLeft;
        if (dataLeft < 0) {
            return fail(ErrorCode.PROTOCOL_ERROR, "more padding than frame");
        }
        listener.onPadding(streamId, 1 + paddingLeft);
        return state != State.STOPPED;
    }

    private void deliver(ByteBuf data) {
        dataLeft -= data.readableBytes();
        if (dataLeft == 0) {
            state = paddingLeft > 0 ? State.PADDING : State.HEADER;
        }
        listener.onData(streamId, data, dataLeft == 0 && (flags & END_STREAM) != 0);
    }

    private void readPadding(ByteBuf in) {
        int skipped = Math.min(paddingLeft, in.readableBytes());
        in.skipBytes(skipped);
        paddingLeft -= skipped;
        if (paddingLeft == 0) {
            state = State.HEADER;
        }
    }

    // ---- any other frame, when it is whole

    private void readPayload(ByteBuf in) {
        if (partial == null && in.readableBytes() >= length) {
            dispatchIn(in);
            return;
        }
        ByteBuf whole = partial == null ? partial = alloc.heapBuffer(length, length) : partial;
        in.readBytes(whole, Math.min(length - whole.readableBytes(), in.readableBytes()));
        if (whole.readableBytes() == length) {
            partial = null;
            dispatch(whole);
            whole.release();
        }
    }

    /// The payload lies in `in` as a whole: it is read there, between narrowed indices.
    private void dispatchIn(ByteBuf in) {
        int end = in.readerIndex() + length;
        int all = in.writerIndex();
        in.writerIndex(end);
        dispatch(in);
        in.setIndex(end, all);
    }

    private void dispatch(ByteBuf payload) {
        state = State.HEADER;
        switch (type) {
            case HEADERS -> onHeaders(payload);
            case CONTINUATION -> onContinuation(payload);
            case SETTINGS -> onSettings(payload);
            case RST_STREAM -> onReset(payload);
            case WINDOW_UPDATE -> onWindowUpdate(payload);
            case PING -> onPing(payload);
            case GOAWAY -> onGoAway(payload);
            case PRIORITY -> hasSize(5);
            case PUSH_PROMISE -> fail(ErrorCode.PROTOCOL_ERROR, "PUSH_PROMISE, though push is off");
            default -> {
                // An unknown frame type is ignored (RFC 9113, 5.5).
            }
        }
    }

    private void onHeaders(ByteBuf payload) {
        int padding = 0;
        int fixed = ((flags & PADDED) != 0 ? 1 : 0) + ((flags & PRIORITY_FLAG) != 0 ? 5 : 0);
        if (payload.readableBytes() < fixed) {
            fail(ErrorCode.FRAME_SIZE_ERROR, "HEADERS too short for its flags");
            return;
        }
        if ((flags & PADDED) != 0) {
            padding = payload.readUnsignedByte();
        }
        if ((flags & PRIORITY_FLAG) != 0) {
            payload.skipBytes(5);
        }
        if (padding > payload.readableBytes()) {
            fail(ErrorCode.PROTOCOL_ERROR, "more padding than frame");
            return;
        }
        payload.writerIndex(payload.writerIndex() - padding);
        boolean endStream = (flags & END_STREAM) != 0;
        if ((flags & END_HEADERS) != 0) {
            listener.onHeaders(streamId, payload, endStream);
            return;
        }
        block.start(streamId, endStream, payload);
    }

    private void onContinuation(ByteBuf fragment) {
        if (!block.add(fragment)) {
            fail(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "header block over " + maxBlock + " bytes or 64 frames");
        } else if ((flags & END_HEADERS) != 0) {
            block.finish(listener);
        }
    }

    private void onSettings(ByteBuf payload) {
        boolean ack = (flags & ACK) != 0;
        if (ack ? length != 0 : length % 6 != 0) {
            fail(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS of " + length + " bytes");
            return;
        }
        if (ack) {
            listener.onSettingsAck();
            return;
        }
        while (payload.isReadable() && state != State.STOPPED) {
            listener.onSetting(payload.readUnsignedShort(), payload.readUnsignedInt());
        }
        if (state != State.STOPPED) {
            listener.onSettingsEnd();
        }
    }

    private void onReset(ByteBuf payload) {
        if (hasSize(4)) {
            listener.onReset(streamId, ErrorCode.of(payload.readUnsignedInt()));
        }
    }

    private void onWindowUpdate(ByteBuf payload) {
        if (hasSize(4)) {
            listener.onWindowUpdate(streamId, payload.readInt() & LARGEST_WINDOW);
        }
    }

    private void onPing(ByteBuf payload) {
        if (hasSize(8)) {
            listener.onPing(payload.readLong(), (flags & ACK) != 0);
        }
    }

    private void onGoAway(ByteBuf payload) {
        if (length < 8) {
            fail(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY of " + length + " bytes");
            return;
        }
        int last = payload.readInt() & LARGEST_STREAM_ID;
        ErrorCode error = ErrorCode.of(payload.readUnsignedInt());
        listener.onGoAway(last, error, payload.toString(StandardCharsets.UTF_8));
    }

    private boolean hasSize(int expected) {
        return length == expected
                || fail(
                        ErrorCode.FRAME_SIZE_ERROR,
                        "frame type " + type + " of " + length + " bytes");
    }

    private boolean fail(ErrorCode error, String reason) {
        stop();
        listener.onFrameError(error, reason);
        return false;
    }
}
