package io.portsicle.relay.session;

import io.netty.channel.EventLoop;
import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.endpoint.LinkWish;
import io.portsicle.relay.endpoint.Spot;
import io.portsicle.relay.endpoint.Waiter;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.SessionSilence;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// One run of an agent: who it is, the links that carry its requests now, and the requests that
/// wait while there is none.
///
/// Any thread: the state is one reference, changed by compare-and-set. Each method that changes it
/// tells what it became, so that exactly one caller acts on the change.
public final class Session implements Holder {
    private static final Duration DOUBT = Duration.ofMillis(1500);
    private static final long DOUBT_AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final Identity identity;
    private final Secret secret;
    private final boolean canReturn;
    private final Parking parking;
    private final LongSupplier nanoTime;
    private final AtomicReference<SessionState> state;
    private final AtomicLong doubtedAt;
    private final SessionSilence silence = new SessionSilence();

    /// `canReturn` says that its agent has a way to prove itself when it comes back.
    Session(
            Identity identity,
            Secret secret,
            boolean canReturn,
            Parking parking,
            LongSupplier nanoTime) {
        this.identity = identity;
        this.secret = secret;
        this.canReturn = canReturn;
        this.parking = parking;
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        this.state = new AtomicReference<>(new SessionState.Away(now));
        this.doubtedAt = new AtomicLong(now - DOUBT_AGAIN_NANOS);
    }

    /// Tells sessions apart; no secret.
    public String id() {
        return identity.id();
    }

    /// The name of its endpoint.
    public EndpointName name() {
        return identity.name();
    }

    /// What its agent comes back with.
    public Secret secret() {
        return secret;
    }

    /// The event loops where its links live.
    public Set<EventLoop> loops() {
        return state.get().links().stream()
                .map(SessionLink::link)
                .filter(Objects::nonNull)
                .map(Link::loop)
                .collect(Collectors.toSet());
    }

    @Override
    public @Nullable Link link(EventLoop at, LinkWish wish) {
        return state.get() instanceof SessionState.Connected now
                ? LinkChoice.of(now.taking(), at, wish)
                : null;
    }

    @Override
    public boolean isAt(EventLoop loop) {
        return state.get() instanceof SessionState.Connected now
                && LinkChoice.isAt(now.taking(), loop);
    }

    /// A link that came between the caller's look and this call wakes the waiter at once.
    @Override
    public Optional<Spot> park(Waiter waiter, int bytes) {
        Optional<Spot> spot = parking.park(waiter, bytes);
        if (!(state.get() instanceof SessionState.Away)) {
            parking.wake();
        }
        return spot;
    }

    @Override
    public boolean isExpectedBack() {
        return switch (state.get()) {
            case SessionState.Connected connected -> true;
            case SessionState.Away away -> true;
            case SessionState.Leaving leaving -> false;
            case SessionState.Ended ended -> false;
        };
    }

    /// While its agent is away, a session makes room for another of the same token; one that is
    /// connected never does.
    @Override
    public boolean yieldsTo(Holder newcomer) {
        return newcomer instanceof Session other
                && switch (state.get()) {
                    case SessionState.Connected connected -> false;
                    case SessionState.Leaving leaving -> false;
                    case SessionState.Away away ->
                            isOfSameOwner(other.identity) && !identity.equals(other.identity);
                    case SessionState.Ended ended -> true;
                };
    }

    Identity identity() {
        return identity;
    }

    boolean canReturn() {
        return canReturn;
    }

    SessionState state() {
        return state.get();
    }

    boolean isAway() {
        return state.get() instanceof SessionState.Away;
    }

    boolean isEnded() {
        return state.get() instanceof SessionState.Ended;
    }

    boolean isOfSameOwner(Identity other) {
        return identity.owner().isSameAs(other.owner());
    }

    /// Another agent of the same owner wants the name of this one that seems to be connected: its
    /// links have to prove themselves, and a ghost is thrown out. True where that is being found
    /// out from now on, so that asking again soon makes sense; false where it was found out just
    /// before.
    boolean doubt() {
        long last = doubtedAt.get();
        long now = nanoTime.getAsLong();
        if (now - last < DOUBT_AGAIN_NANOS || !doubtedAt.compareAndSet(last, now)) {
            return false;
        }
        state.get().links().forEach(link -> link.probe(DOUBT));
        return true;
    }

    /// Makes `link` one of those that carry requests, in place of a former one of its number. False
    /// once the session has ended.
    boolean attach(SessionLink link) {
        SessionState before = state.getAndUpdate(now -> now.with(link));
        if (before instanceof SessionState.Ended) {
            return false;
        }
        if (before instanceof SessionState.Connected connected) {
            connected.taking().stream()
                    .filter(former -> former.number() == link.number())
                    .forEach(SessionLink::replaced);
        }
        parking.wake();
        return true;
    }

    /// The agent takes no more requests on `link`. True when that was its last one.
    boolean goingAway(SessionLink link) {
        SessionState before = state.getAndUpdate(now -> now.withGoodbyeOn(link));
        boolean leaves =
                before instanceof SessionState.Connected connected
                        && connected.taking().equals(List.of(link));
        if (leaves) {
            parking.wake();
        }
        return leaves;
    }

    /// `link` is gone: what the session is now, or nothing where that changed nothing, because a
    /// newer link had taken its place before.
    Optional<SessionState> lost(SessionLink link) {
        SessionState whenLast =
                canReturn ? new SessionState.Away(nanoTime.getAsLong()) : new SessionState.Ended();
        SessionState before = state.getAndUpdate(now -> now.without(link, whenLast));
        return before.links().contains(link)
                ? Optional.of(before.without(link, whenLast))
                : Optional.empty();
    }

    /// Ends the session if its agent has been away for longer than the grace time.
    boolean expire(Duration graceTime) {
        return state.get() instanceof SessionState.Away now
                && nanoTime.getAsLong() - now.sinceNanos() > graceTime.toNanos()
                && state.compareAndSet(now, new SessionState.Ended());
    }

    /// Ends the session and says what it was until then.
    SessionState end() {
        return state.getAndSet(new SessionState.Ended());
    }

    Parking parking() {
        return parking;
    }

    /// What its links share to know whether the agent is there.
    SessionSilence silence() {
        return silence;
    }
}
