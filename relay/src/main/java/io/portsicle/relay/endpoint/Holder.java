package io.portsicle.relay.endpoint;

import io.netty.channel.EventLoop;
import io.portsicle.tunnel.Link;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Who serves an endpoint. Called on any thread; every method is quick.
public interface Holder {
    /// The link with most room, or null while there is none. One that lives `at` that event loop
    /// spares a visitor there the move: it is taken unless another one is clearly better for what
    /// is wished.
    @Nullable Link link(EventLoop at, LinkWish wish);

    /// Whether a link that takes requests lives at that event loop.
    boolean isAt(EventLoop loop);

    /// Lets a request wait until there is a link again; empty where as many wait as may, or where
    /// nobody is expected back. `bytes` is what the request holds in memory meanwhile.
    Optional<Spot> park(Waiter waiter, int bytes);

    /// Whether the holder comes back: false once its agent said goodbye, and visitors are told that
    /// nothing is here.
    boolean isExpectedBack();

    /// Whether another one may have this one's name now.
    boolean yieldsTo(Holder newcomer);
}
