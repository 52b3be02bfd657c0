package io.portsicle.tunnel.http2;

/// The settings of one side of a connection (RFC 9113, 6.5.2). Immutable.
final class Http2Settings {
    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int MAX_HEADER_LIST_SIZE = 6;

    /// RFC 8441, 3.
    static final int ENABLE_CONNECT_PROTOCOL = 8;

    private static final long UNLIMITED = 0xFFFF_FFFFL;

    /// What holds until a side has said otherwise.
    static final Http2Settings INITIAL =
            new Http2Settings(
                    new long[] {
                        0,
                        4096,
                        1,
                        UNLIMITED,
                        FrameFormat.DEFAULT_WINDOW,
                        FrameFormat.SMALLEST_MAX_FRAME_SIZE,
                        UNLIMITED,
                        0,
                        0
                    });

    private final long[] values;

    private Http2Settings(long[] values) {
        this.values = values;
    }

    /// The error that a value makes the connection end with, or NO_ERROR (RFC 9113, 6.5.2).
    static ErrorCode check(int setting, long value) {
        return switch (setting) {
            case ENABLE_PUSH, ENABLE_CONNECT_PROTOCOL ->
                    value <= 1 ? ErrorCode.NO_ERROR : ErrorCode.PROTOCOL_ERROR;
            case INITIAL_WINDOW_SIZE ->
                    value <= FrameFormat.LARGEST_WINDOW
                            ? ErrorCode.NO_ERROR
                            : ErrorCode.FLOW_CONTROL_ERROR;
            case MAX_FRAME_SIZE ->
                    value >= FrameFormat.SMALLEST_MAX_FRAME_SIZE
                                    && value <= FrameFormat.LARGEST_MAX_FRAME_SIZE
                            ? ErrorCode.NO_ERROR
                            : ErrorCode.PROTOCOL_ERROR;
            default -> ErrorCode.NO_ERROR;
        };
    }

    /// These settings with one changed. The value has been checked; an unknown setting changes
    /// nothing.
    Http2Settings with(int setting, long value) {
        if (setting < HEADER_TABLE_SIZE || setting >= values.length) {
            return this;
        }
        long[] changed = values.clone();
        changed[setting] = value;
        return new Http2Settings(changed);
    }

    long headerTableSize() {
        return values[HEADER_TABLE_SIZE];
    }

    long maxConcurrentStreams() {
        return values[MAX_CONCURRENT_STREAMS];
    }

    /// Whether extended CONNECT may be sent (RFC 8441, 3).
    boolean allowsConnectProtocol() {
        return values[ENABLE_CONNECT_PROTOCOL] == 1;
    }

    int initialWindowSize() {
        return (int) values[INITIAL_WINDOW_SIZE];
    }

    int maxFrameSize() {
        return (int) values[MAX_FRAME_SIZE];
    }
}
