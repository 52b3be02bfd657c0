package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.message.Fields;

/// What happens on one stream. Every call comes on the link's event loop.
///
/// The order is: heads (interim ones, then the final one), data, perhaps trailers; `end` marks the
/// peer's last word. [#onClosed(StreamEnd)] comes exactly once, last, whatever happened before;
/// nothing follows it.
public interface StreamListener {
    /// A head: a response's (an interim 1xx one may come before the final one), or, on the side
    /// that accepts streams, never (the request head came with the stream). `head` is valid during
    /// the call only.
    void onHead(Fields head, boolean end);

    /// A piece of the body, of any size. The receiver owns `data` and must release it, and gives
    /// its bytes back with [Http2Stream#credit(int)] when it has really used them: that is the
    /// backpressure.
    void onData(ByteBuf data, boolean end);

    /// Trailers, which end the peer's side. `trailers` is valid during the call only.
    void onTrailers(Fields trailers);

    /// The stream can take data again after [Http2Stream#hasRoom()] was false.
    void onRoom();

    /// The stream is over, in both directions.
    void onClosed(StreamEnd end);
}
