package io.portsicle.tunnel;

import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

/// What happens to a link. Every call comes on the link's event loop.
public interface LinkListener {
    /// A visitor's request (agent only). `head` is valid during the call only; the answer hears of
    /// the rest.
    StreamListener onStream(Http2Stream stream, Fields head, boolean end);

    /// The peer's SETTINGS arrived: the link carries requests.
    void onReady();

    /// The peer said GOAWAY. For an agent: a new link is due, and this one serves on until the
    /// relay closes it. For a relay: the agent leaves, and this link finishes what runs.
    void onGoingAway();

    /// The link is gone, and so is every stream of it. Exactly once, last.
    void onClosed(LinkEnd end);
}
