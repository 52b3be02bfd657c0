package io.portsicle.agent.connect;

import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

/// Serves the streams of the links of one event loop.
public interface StreamTaker {
    /// A visitor's request, on the link's event loop; `head` is valid during the call only.
    StreamListener accept(Http2Stream stream, Fields head, boolean end);
}
