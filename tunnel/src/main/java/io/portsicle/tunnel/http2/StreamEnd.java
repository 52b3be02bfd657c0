package io.portsicle.tunnel.http2;

/// How a stream ended.
public sealed interface StreamEnd {
    /// Both sides said their last word.
    record Completed() implements StreamEnd {
        static final Completed INSTANCE = new Completed();
    }

    /// The peer gave the stream up. `REFUSED_STREAM` means that it did nothing with the request
    /// (RFC 9113, 8.7).
    record ResetByPeer(ErrorCode error) implements StreamEnd {}

    /// This side gave the stream up.
    record ResetHere(ErrorCode error) implements StreamEnd {}

    /// The link is gone. `delivered` is false where the peer certainly did nothing with the
    /// request: it was never sent, or is beyond the last stream of the peer's GOAWAY.
    record LinkLost(boolean delivered) implements StreamEnd {}
}
