package io.portsicle.tunnel.http2;

/// The limits of a connection. Sizes are bytes.
///
/// @param initialWindow what a peer may send on a stream before we give credit
/// @param maxWindow what the window of one stream may grow to, when its reader keeps up and the
///   path is long
/// @param windowBudget what all windows of a connection together may grow beyond `initialWindow`
///   each
/// @param maxFrameSize the largest frame that is taken, announced, and the largest that is sent to
///   a peer that takes as much
/// @param maxConcurrentStreams streams that the peer may have open at once (server), announced and
///   enforced
/// @param maxQueuedStreams streams that wait here while the peer's own limit is reached (client)
/// @param maxHeaderListSize the size of a head as RFC 9113, 6.5.2 counts it, announced and enforced
/// @param maxStreamId after this stream no further one is opened: the link has to be rotated
/// @param controlFramesPerSecond SETTINGS, PING and empty DATA frames of a peer that are put up
///   with
/// @param resetsPerSecond streams that the peer gives up, or makes us give up, within a second
public record Http2Config(
        int initialWindow,
        int maxWindow,
        int windowBudget,
        int maxFrameSize,
        int maxConcurrentStreams,
        int maxQueuedStreams,
        int maxHeaderListSize,
        int maxStreamId,
        int controlFramesPerSecond,
        int resetsPerSecond) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /// The defaults, for the link of a tunnel: 256 KiB windows that may grow to 16 MiB, 64 MiB of
    /// growth for a connection, frames of 64 KiB, 2,000 streams, any number of resets: visitors may
    /// leave.
    public static final Http2Config DEFAULT =
            new Http2Config(
                    256 * KIB,
                    16 * MIB,
                    64 * MIB,
                    64 * KIB,
                    2_000,
                    10_000,
                    128 * KIB,
                    FrameFormat.LARGEST_STREAM_ID,
                    1_000,
                    Integer.MAX_VALUE);

    public Http2Config {
        atLeast("initialWindow", initialWindow, 1);
        atLeast("maxWindow", maxWindow, initialWindow);
        atLeast("windowBudget", windowBudget, 0);
        atLeast("maxFrameSize", maxFrameSize, FrameFormat.SMALLEST_MAX_FRAME_SIZE);
        atLeast("maxConcurrentStreams", maxConcurrentStreams, 1);
        atLeast("maxQueuedStreams", maxQueuedStreams, 0);
        atLeast("maxHeaderListSize", maxHeaderListSize, 16 * KIB);
        atLeast("maxStreamId", maxStreamId, 1);
        atLeast("controlFramesPerSecond", controlFramesPerSecond, 10);
        atLeast("resetsPerSecond", resetsPerSecond, 1);
    }

    /// The same with another last stream id.
    public Http2Config withMaxStreamId(int id) {
        return new Http2Config(
                initialWindow,
                maxWindow,
                windowBudget,
                maxFrameSize,
                maxConcurrentStreams,
                maxQueuedStreams,
                maxHeaderListSize,
                id,
                controlFramesPerSecond,
                resetsPerSecond);
    }

    /// The same with other limits on streams: open at the peer's wish, and queued here.
    public Http2Config withStreams(int concurrent, int queued) {
        return new Http2Config(
                initialWindow,
                maxWindow,
                windowBudget,
                maxFrameSize,
                concurrent,
                queued,
                maxHeaderListSize,
                maxStreamId,
                controlFramesPerSecond,
                resetsPerSecond);
    }

    /// The same with other windows.
    public Http2Config withWindows(int initial, int max, int budget) {
        return new Http2Config(
                initial,
                max,
                budget,
                maxFrameSize,
                maxConcurrentStreams,
                maxQueuedStreams,
                maxHeaderListSize,
                maxStreamId,
                controlFramesPerSecond,
                resetsPerSecond);
    }

    /// The same with another limit on frames.
    public Http2Config withMaxFrameSize(int size) {
        return new Http2Config(
                initialWindow,
                maxWindow,
                windowBudget,
                size,
                maxConcurrentStreams,
                maxQueuedStreams,
                maxHeaderListSize,
                maxStreamId,
                controlFramesPerSecond,
                resetsPerSecond);
    }

    /// The same with another limit on heads.
    public Http2Config withMaxHeaderListSize(int size) {
        return new Http2Config(
                initialWindow,
                maxWindow,
                windowBudget,
                maxFrameSize,
                maxConcurrentStreams,
                maxQueuedStreams,
                size,
                maxStreamId,
                controlFramesPerSecond,
                resetsPerSecond);
    }

    /// The same with another limit on streams that are given up.
    public Http2Config withResetsPerSecond(int resets) {
        return new Http2Config(
                initialWindow,
                maxWindow,
                windowBudget,
                maxFrameSize,
                maxConcurrentStreams,
                maxQueuedStreams,
                maxHeaderListSize,
                maxStreamId,
                controlFramesPerSecond,
                resets);
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
