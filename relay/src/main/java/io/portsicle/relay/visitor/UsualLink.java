package io.portsicle.relay.visitor;

import io.netty.channel.EventLoop;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.endpoint.LinkWish;
import io.portsicle.tunnel.Link;

import org.jspecify.annotations.Nullable;

import java.util.function.BooleanSupplier;

/// The link that a visitor's requests go to: chosen anew once a second, and once it is known to
/// stay; not for each request.
///
/// How many streams the links carry goes up and down within an event-loop turn; visitors who
/// followed that would move from one event loop to the other all the time. On the visitor's event
/// loop.
final class UsualLink {
    /// With so many requests a visitor stays: its link is chosen anew without waiting for the
    /// second to pass.
    static final int STAYS_FROM = 16;

    /// Whose responses have more on average needs more than its part of an event loop.
    static final int LARGE_RESPONSE_BYTES = 16 * 1024;

    private BooleanSupplier shares;
    private @Nullable Link link;
    private @Nullable Lease lease;
    private int chosenAt;
    private int requests;
    private long bytes;

    /// `shares` says whether those who stay had better share a link.
    UsualLink(BooleanSupplier shares) {
        this.shares = shares;
    }

    /// Its visitor doesn't move: a link of another event loop would only send its requests across.
    void neverShare() {
        shares = () -> false;
    }

    /// The next request is to look at all links.
    void forget() {
        link = null;
    }

    /// Its visitor gets so many bytes.
    void received(int more) {
        bytes += more;
    }

    /// The link for the next request to an endpoint, or null while it has none. `now` are seconds
    /// of the event loop `at`.
    @Nullable Link of(Lease to, EventLoop at, int now) {
        Link usual = link;
        requests++;
        boolean isGood =
                usual != null
                        && lease == to
                        && chosenAt == now
                        && usual.loop() == at
                        && usual.isAccepting()
                        && requests != STAYS_FROM;
        if (!isGood) {
            usual = to.holder().link(at, usual == null ? LinkWish.NEAR : ofWhoStays());
            link = usual;
            lease = to;
            chosenAt = now;
        }
        return usual;
    }

    private LinkWish ofWhoStays() {
        boolean isLight = bytes <= (long) LARGE_RESPONSE_BYTES * requests;
        return isLight && shares.getAsBoolean() ? LinkWish.SHARED : LinkWish.ROOMY;
    }
}
