package io.portsicle.relay.endpoint;

import io.netty.channel.EventLoop;
import io.portsicle.tunnel.Link;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Who serves an endpoint. Called on any thread; every method is quick.
public interface Holder {
    /// The link with most room, or null while there is none. Where several are alike it is one that
    /// lives `at` that event loop, which spares a visitor there the move.
    @Nullable Link link(EventLoop at);

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
