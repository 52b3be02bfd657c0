package io.portsicle.relay.session;

import io.netty.channel.EventLoop;
import io.portsicle.relay.endpoint.LinkWish;
import io.portsicle.tunnel.Link;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Chooses the link of a session that takes the next request: the one with most room.
///
/// A visitor must move to the event loop of its link, which costs as much as a small request. So a
/// link where the visitor is already is chosen unless another one has clearly more room, or all are
/// to share the first one. Any thread; the streams of a link may have changed by the time they are
/// compared.
final class LinkChoice {
    /// Up to so many requests of a session share a link where that is wished. With more, two event
    /// loops have something to do all the time, at both ends.
    static final int SHARED_STREAMS = 64;

    private static final int NO_ROOM = 1_000_000;

    private LinkChoice() {}

    static @Nullable Link of(List<SessionLink> links, EventLoop at, LinkWish wish) {
        Link best = null;
        Link here = null;
        Link first = null;
        int streams = 0;
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i).link();
            if (link != null) {
                first = first == null ? link : first;
                streams += load(link);
                best = roomier(best, link);
                here = link.loop() == at ? roomier(here, link) : here;
            }
        }
        if (wish == LinkWish.SHARED && streams <= SHARED_STREAMS) {
            return first;
        }
        boolean stays =
                here != null && best != null && load(here) <= 2 * load(best) + wish.worthMoving();
        return stays ? here : best;
    }

    /// Whether one of the links is there.
    static boolean isAt(List<SessionLink> links, EventLoop loop) {
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i).link();
            if (link != null && link.loop() == loop) {
                return true;
            }
        }
        return false;
    }

    private static Link roomier(@Nullable Link one, Link other) {
        return one == null || load(other) < load(one) ? other : one;
    }

    private static int load(Link link) {
        return link.activeStreams() + (link.hasRoom() ? 0 : NO_ROOM);
    }
}
