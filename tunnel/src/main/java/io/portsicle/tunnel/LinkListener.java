package io.portsicle.tunnel;

import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

/// What happens to a link. Every call comes on the link's event loop.
public interface LinkListener {
    /// A visitor's request (agent only). `head` is valid during the call only; the answer hears of the rest.
    StreamListener onStream(Http2Stream stream, Fields head, boolean end);

    /// The peer's SETTINGS arrived: the link carries requests.
    void onReady();

    /// The link will not take new requests: the peer said GOAWAY, or the stream ids come to their end. A new link is due;
    /// this one finishes what runs.
    void onGoingAway();

    /// The link is gone, and so is every stream of it. Exactly once, last.
    void onClosed(LinkEnd end);
}
