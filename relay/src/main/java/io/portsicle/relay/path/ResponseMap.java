package io.portsicle.relay.path;

import io.portsicle.tunnel.http2.StreamListener;

/// What happens to the responses of one request on their way to its visitor.
@FunctionalInterface
public interface ResponseMap {
    /// Nothing: they are handed on as they are.
    ResponseMap NONE = listener -> listener;

    /// Stands before whoever takes the response.
    StreamListener before(StreamListener listener);
}
