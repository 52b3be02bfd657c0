package io.portsicle.tunnel.http2;

/// The settings of one side of a connection (RFC 9113, 6.5.2). Immutable.
public record Http2Settings(
        int headerTableSize,
        boolean enablePush,
        long maxConcurrentStreams,
        int initialWindowSize,
        int maxFrameSize,
        long maxHeaderListSize) {
    static final int HEADER_TABLE_SIZE = 1;
    static final int ENABLE_PUSH = 2;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int INITIAL_WINDOW_SIZE = 4;
    static final int MAX_FRAME_SIZE = 5;
    static final int MAX_HEADER_LIST_SIZE = 6;

    private static final long UNLIMITED = 0xFFFF_FFFFL;

    /// What holds until a side has said otherwise.
    public static final Http2Settings INITIAL =
            new Http2Settings(
                    4096,
                    true,
                    UNLIMITED,
                    FrameFormat.DEFAULT_WINDOW,
                    FrameFormat.SMALLEST_MAX_FRAME_SIZE,
                    UNLIMITED);

    /// The error that a value makes the connection end with, or NO_ERROR (RFC 9113, 6.5.2).
    static ErrorCode check(int setting, long value) {
        return switch (setting) {
            case ENABLE_PUSH -> value <= 1 ? ErrorCode.NO_ERROR : ErrorCode.PROTOCOL_ERROR;
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
        return switch (setting) {
            case HEADER_TABLE_SIZE ->
                    new Http2Settings(
                            (int) Math.min(value, Integer.MAX_VALUE),
                            enablePush,
                            maxConcurrentStreams,
                            initialWindowSize,
                            maxFrameSize,
                            maxHeaderListSize);
            case ENABLE_PUSH ->
                    new Http2Settings(
                            headerTableSize,
                            value == 1,
                            maxConcurrentStreams,
                            initialWindowSize,
                            maxFrameSize,
                            maxHeaderListSize);
            case MAX_CONCURRENT_STREAMS ->
                    new Http2Settings(
                            headerTableSize,
                            enablePush,
                            value,
                            initialWindowSize,
                            maxFrameSize,
                            maxHeaderListSize);
            case INITIAL_WINDOW_SIZE ->
                    new Http2Settings(
                            headerTableSize,
                            enablePush,
                            maxConcurrentStreams,
                            (int) value,
                            maxFrameSize,
                            maxHeaderListSize);
            case MAX_FRAME_SIZE ->
                    new Http2Settings(
                            headerTableSize,
                            enablePush,
                            maxConcurrentStreams,
                            initialWindowSize,
                            (int) value,
                            maxHeaderListSize);
            case MAX_HEADER_LIST_SIZE ->
                    new Http2Settings(
                            headerTableSize,
                            enablePush,
                            maxConcurrentStreams,
                            initialWindowSize,
                            maxFrameSize,
                            value);
            default -> this;
        };
    }
}
