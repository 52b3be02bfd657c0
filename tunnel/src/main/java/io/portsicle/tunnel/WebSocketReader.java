package io.portsicle.tunnel;

import static io.portsicle.tunnel.WebSocketFrame.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import java.nio.charset.StandardCharsets;

/// Takes the WebSocket framing off the peer's bytes (RFC 6455, 5), however they are cut. What
/// binary messages carry is handed on as it arrives; where one message ends and the next begins
/// means nothing. Link's event loop only.
final class WebSocketReader {
    /// What the reader finds.
    interface Events {
        /// Bytes of binary messages, unmasked, from the reader index on; valid during the call.
        void onBytes(ByteBuf bytes);

        void onPing(ByteBuf payload);

        void onClose(int status);

        /// The bytes break the protocol; nothing is read after this.
        void onBroken(int status, String reason);
    }

    private enum State {
        HEADER,
        BYTES,
        CONTROL,
        STOPPED
    }

    private final Events events;
    private final boolean expectMasked;
    private final ByteBuf header = Unpooled.buffer(LARGEST_HEADER_BYTES, LARGEST_HEADER_BYTES);

    /// What a control frame carries; empty until one carries anything, which is rare.
    private ByteBuf control = Unpooled.EMPTY_BUFFER;

    private State state = State.HEADER;
    private boolean inMessage;
    private int opcode;
    private long left;
    private int mask;

    WebSocketReader(Events events, boolean expectMasked) {
        this.events = events;
        this.expectMasked = expectMasked;
    }

    /// Reads all of `in`, unmasking it in place; `in` stays the caller's.
    void read(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case HEADER -> readHeader(in);
                case BYTES -> readBytes(in);
                case CONTROL -> readControl(in);
                case STOPPED -> in.skipBytes(in.readableBytes());
            }
        }
    }

    private void readHeader(ByteBuf in) {
        if (header.writerIndex() == 0 && in.readableBytes() >= LARGEST_HEADER_BYTES) {
            decodeHeader(in);
            return;
        }
        header.writeByte(in.readByte());
        if (header.writerIndex() >= 2 && header.writerIndex() == headerBytes(header.getByte(1))) {
            decodeHeader(header);
            header.clear();
        }
    }

    private static int headerBytes(int second) {
        int length = second & LENGTH_7;
        int lengthBytes = length == LENGTH_64 ? 8 : length == LENGTH_16 ? 2 : 0;
        return 2 + lengthBytes + ((second & MASKED) != 0 ? 4 : 0);
    }

    private void decodeHeader(ByteBuf in) {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = second & LENGTH_7;
        opcode = first & OPCODE;
        left =
                switch (length) {
                    case LENGTH_16 -> in.readUnsignedShort();
                    case LENGTH_64 -> in.readLong();
                    default -> length;
                };
        boolean masked = (second & MASKED) != 0;
        mask = masked ? in.readInt() : 0;
        if ((first & RSV) != 0 || left < 0 || masked != expectMasked) {
            broken(PROTOCOL_ERROR, masked != expectMasked ? "wrong masking" : "reserved bits");
            return;
        }
        boolean fin = (first & FIN) != 0;
        if (!isShortest(length)) {
            broken(PROTOCOL_ERROR, "length not in its shortest form");
        } else if (opcode >= CLOSE) {
            startControl(fin);
        } else {
            startBytes(fin);
        }
    }

    /// RFC 6455, 5.2.
    private boolean isShortest(int length) {
        return switch (length) {
            case LENGTH_16 -> left >= LENGTH_16;
            case LENGTH_64 -> left > LARGEST_16;
            default -> true;
        };
    }

    private void startBytes(boolean fin) {
        if (opcode == TEXT) {
            broken(UNSUPPORTED_DATA, "a text message");
        } else if (opcode > BINARY || (opcode == CONTINUATION) != inMessage) {
            broken(PROTOCOL_ERROR, "frame out of order");
        } else {
            inMessage = !fin;
            state = left == 0 ? State.HEADER : State.BYTES;
        }
    }

    private void startControl(boolean fin) {
        boolean halfStatus = opcode == CLOSE && left == 1;
        if (!fin || left > MAX_CONTROL_BYTES || opcode > PONG || halfStatus) {
            broken(PROTOCOL_ERROR, "bad control frame");
            return;
        }
        control.clear();
        if (left == 0) {
            onControl();
        } else {
            if (control.capacity() == 0) {
                control = Unpooled.buffer(MAX_CONTROL_BYTES, MAX_CONTROL_BYTES);
            }
            state = State.CONTROL;
        }
    }

    private void readBytes(ByteBuf in) {
        int size = (int) Math.min(left, in.readableBytes());
        int start = in.readerIndex();
        int end = start + size;
        if (mask != 0) {
            WebSocketFrame.mask(in, start, end, mask);
            mask = rotate(mask, size);
        }
        left -= size;
        state = left == 0 ? State.HEADER : State.BYTES;
        int all = in.writerIndex();
        in.writerIndex(end);
        events.onBytes(in);
        in.writerIndex(all).readerIndex(end);
    }

    private void readControl(ByteBuf in) {
        int size = (int) Math.min(left, in.readableBytes());
        in.readBytes(control, size);
        left -= size;
        if (left == 0) {
            WebSocketFrame.mask(control, 0, control.writerIndex(), mask);
            onControl();
        }
    }

    private void onControl() {
        state = State.HEADER;
        switch (opcode) {
            case PING -> events.onPing(control);
            case CLOSE -> onClose();
            default -> {
                // A pong answers nothing of ours: HTTP/2's PING measures the link.
            }
        }
    }

    /// The status and the reason may both be missing, or the reason alone (RFC 6455, 5.5.1).
    private void onClose() {
        int status = NORMAL_CLOSURE;
        if (control.isReadable()) {
            status = control.readUnsignedShort();
            if (!isStatus(status) || !ByteBufUtil.isText(control, StandardCharsets.UTF_8)) {
                broken(PROTOCOL_ERROR, "bad close frame");
                return;
            }
        }
        state = State.STOPPED;
        events.onClose(status);
    }

    private void broken(int status, String reason) {
        state = State.STOPPED;
        events.onBroken(status, reason);
    }
}
