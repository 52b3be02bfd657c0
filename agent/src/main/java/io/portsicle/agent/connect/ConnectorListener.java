package io.portsicle.agent.connect;

import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import java.time.Duration;

/// What a [Connector] has to tell. Every call comes on its event loop.
public interface ConnectorListener {
    /// A visitor's request; `head` is valid during the call only.
    StreamListener onStream(Http2Stream stream, Fields head, boolean end);

    /// The endpoint carries requests; `again` when that was so before.
    void onConnected(Registration registration, boolean again);

    /// The endpoint's link was lost.
    void onDisconnected(String reason, Duration retryIn);

    /// The relay can't be reached; once, until it was.
    void onUnreachable(String reason, Duration retryIn);

    /// The connector has stopped for good; last.
    void onEnded(Ending ending, String message);
}
