package io.portsicle.relay.harness;

import io.netty.channel.EventLoop;
import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.endpoint.LinkWish;
import io.portsicle.relay.endpoint.Spot;
import io.portsicle.relay.endpoint.Waiter;
import io.portsicle.tunnel.Link;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Serves an endpoint by the same link always, or by none. One thread.
public final class StillHolder implements Holder {
    private final @Nullable Link link;
    private final List<LinkWish> wishes = new ArrayList<>();

    public StillHolder(@Nullable Link link) {
        this.link = link;
    }

    /// What was wished each time that the link was asked for.
    public List<LinkWish> wishes() {
        return wishes;
    }

    @Override
    public @Nullable Link link(EventLoop at, LinkWish wish) {
        wishes.add(wish);
        return link;
    }

    @Override
    public boolean isAt(EventLoop loop) {
        return link != null && link.loop() == loop;
    }

    @Override
    public Optional<Spot> park(Waiter waiter, int bytes) {
        return Optional.empty();
    }

    @Override
    public boolean isExpectedBack() {
        return true;
    }

    @Override
    public boolean yieldsTo(Holder newcomer) {
        return false;
    }
}
