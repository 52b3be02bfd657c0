package io.portsicle.tunnel.http2;

import io.portsicle.tunnel.message.Fields;

/// Listens to a stream that this side accepted: the request's head came with the stream, and no
/// second one can follow.
public interface RequestListener extends StreamListener {
    @Override
    default void onHead(Fields head, boolean end) {
        throw new IllegalStateException("a second request head");
    }
}
