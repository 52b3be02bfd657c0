package io.portsicle.tunnel.http2;

/// The numbers of HTTP/2's frame layout (RFC 9113, 4.1 and 6).
final class FrameFormat {
    static final int HEADER_BYTES = 9;
    static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    static final int LARGEST_STREAM_ID = Integer.MAX_VALUE;
    static final int DEFAULT_WINDOW = 65_535;
    static final int SMALLEST_MAX_FRAME_SIZE = 16_384;
    static final int LARGEST_MAX_FRAME_SIZE = (1 << 24) - 1;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY_FLAG = 0x20;

    private FrameFormat() {}
}
