package io.portsicle.relay.endpoint;

import io.portsicle.tunnel.Link;

import org.jspecify.annotations.Nullable;

/// Who serves an endpoint. Called on any thread; every method is quick.
public interface Holder {
    /// The link that takes the next request, or null while there is none.
    @Nullable Link link();

    /// Whether the holder comes back: false once its agent said goodbye, and visitors are told that
    /// nothing is here.
    boolean isExpectedBack();

    /// Whether another one may have this one's name now.
    boolean yieldsTo(Holder newcomer);
}
