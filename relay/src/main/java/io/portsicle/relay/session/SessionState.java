package io.portsicle.relay.session;

import java.util.ArrayList;
import java.util.List;

/// Where a session is between its first link and its end, and what follows from what happens to a
/// link. Immutable, any thread.
sealed interface SessionState {
    /// Links carry requests: those of `taking`, at least one. Those of `leaving` finish what runs
    /// on them.
    record Connected(List<SessionLink> taking, List<SessionLink> leaving) implements SessionState {}

    /// The agent sent GOAWAY on each of its links: it finishes what runs, then the session ends.
    record Leaving(List<SessionLink> links) implements SessionState {}

    /// The last link was lost, or none has started yet; the session waits for the agent from
    /// `sinceNanos` on.
    record Away(long sinceNanos) implements SessionState {}

    /// Nothing follows.
    record Ended() implements SessionState {}

    /// A link starts; a former one of the same number is no longer asked for anything.
    default SessionState with(SessionLink link) {
        return switch (this) {
            case Connected now -> new Connected(plus(withoutNumber(now, link), link), now.leaving);
            case Leaving now -> new Connected(List.of(link), now.links);
            case Away away -> new Connected(List.of(link), List.of());
            case Ended ended -> ended;
        };
    }

    /// The agent takes no more requests on a link.
    default SessionState withGoodbyeOn(SessionLink link) {
        if (!(this instanceof Connected now) || !now.taking.contains(link)) {
            return this;
        }
        List<SessionLink> left = minus(now.taking, link);
        List<SessionLink> leaving = plus(now.leaving, link);
        return left.isEmpty() ? new Leaving(leaving) : new Connected(left, leaving);
    }

    /// A link is gone; `whenLast` follows where it was the last one that took requests.
    default SessionState without(SessionLink link, SessionState whenLast) {
        return switch (this) {
            case Connected now when now.taking.contains(link) -> {
                List<SessionLink> left = minus(now.taking, link);
                yield left.isEmpty() ? whenLast : new Connected(left, now.leaving);
            }
            case Connected now when now.leaving.contains(link) ->
                    new Connected(now.taking, minus(now.leaving, link));
            case Leaving now when now.links.contains(link) -> {
                List<SessionLink> left = minus(now.links, link);
                yield left.isEmpty() ? new Ended() : new Leaving(left);
            }
            default -> this;
        };
    }

    /// Every link that is there.
    default List<SessionLink> links() {
        return switch (this) {
            case Connected now -> {
                List<SessionLink> all = new ArrayList<>(now.taking);
                all.addAll(now.leaving);
                yield all;
            }
            case Leaving now -> now.links;
            case Away away -> List.of();
            case Ended ended -> List.of();
        };
    }

    private static List<SessionLink> withoutNumber(Connected now, SessionLink newer) {
        return now.taking.stream().filter(link -> link.number() != newer.number()).toList();
    }

    private static List<SessionLink> minus(List<SessionLink> links, SessionLink gone) {
        return links.stream().filter(link -> link != gone).toList();
    }

    private static List<SessionLink> plus(List<SessionLink> links, SessionLink added) {
        List<SessionLink> more = new ArrayList<>(links);
        more.add(added);
        return List.copyOf(more);
    }
}
