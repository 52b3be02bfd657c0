package io.portsicle.tunnel.http2;

import io.portsicle.tunnel.message.Fields;

/// What a connection tells whoever runs it. Every call comes on the link's event loop.
public interface ConnectionListener {
    /// The peer opened a stream (server only). `head` is valid during the call only; the answer
    /// hears of the rest, unless it set itself with [Http2Stream#listener(StreamListener)] before.
    StreamListener onStream(Http2Stream stream, Fields head, boolean end);

    /// Another frame follows in what was just read. Nothing of the connection is half done: a
    /// moment for whatever should not wait until all is read.
    default void onNextFrame() {}

    /// The peer's first SETTINGS arrived.
    void onSettings();

    /// A PING that we sent was answered.
    void onPong(long payload);

    /// The peer said GOAWAY: nothing new may be opened.
    void onGoAway(ErrorCode error, String debug);

    /// The connection can't go on and GOAWAY was written: flush, then close the transport.
    void onFailure(ErrorCode error, String reason);

    /// The last stream is over; told only while draining or after a GOAWAY.
    void onIdle();
}
