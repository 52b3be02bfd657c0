package io.portsicle.relay.visitor;

import io.netty.channel.EventLoop;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.tunnel.Link;

import org.jspecify.annotations.Nullable;

/// The link that a visitor's requests go to: chosen anew once a second, not for each request.
///
/// How many streams the links carry goes up and down within an event-loop turn; visitors who
/// followed that would move from one event loop to the other all the time. On the visitor's event
/// loop.
final class UsualLink {
    private static final int WORTH_MOVING = 4;

    /// A visitor who moves before the first request has paid as much as for a small request, and
    /// mostly comes for one only.
    private static final int FIRST_WORTH_MOVING = 64;

    private @Nullable Link link;
    private @Nullable Lease lease;
    private int chosenAt;

    /// The next request is to look at all links.
    void forget() {
        link = null;
    }

    /// The link for the next request to an endpoint, or null while it has none. `now` are seconds
    /// of the event loop `at`.
    @Nullable Link of(Lease to, EventLoop at, int now) {
        Link usual = link;
        boolean isGood =
                usual != null
                        && lease == to
                        && chosenAt == now
                        && usual.loop() == at
                        && usual.isAccepting();
        if (!isGood) {
            usual = to.holder().link(at, usual == null ? FIRST_WORTH_MOVING : WORTH_MOVING);
            link = usual;
            lease = to;
            chosenAt = now;
        }
        return usual;
    }
}
