package io.portsicle.relay.session;

import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.token.Owner;
import io.portsicle.tunnel.Link;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// One run of an agent: its id, its secret, and the link that carries its requests now.
///
/// Any thread: the state is one reference, changed by compare-and-set. Each method that changes it
/// returns whether it did, so that exactly one caller acts on the change.
public final class Session implements Holder {
    private final String id;
    private final Secret secret;
    private final Owner owner;
    private final boolean canReturn;
    private final LongSupplier nanoTime;
    private final AtomicReference<SessionState> state;

    /// `canReturn` says that its agent has a way to prove itself when it comes back.
    Session(String id, Secret secret, Owner owner, boolean canReturn, LongSupplier nanoTime) {
        this.id = id;
        this.secret = secret;
        this.owner = owner;
        this.canReturn = canReturn;
        this.nanoTime = nanoTime;
        this.state = new AtomicReference<>(new SessionState.Away(nanoTime.getAsLong()));
    }

    /// Tells sessions apart; no secret.
    public String id() {
        return id;
    }

    @Override
    public @Nullable Link link() {
        return state.get() instanceof SessionState.Connected now ? now.link().link() : null;
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
                    case SessionState.Away away -> owner.isSameAs(other.owner);
                    case SessionState.Ended ended -> true;
                };
    }

    Secret secret() {
        return secret;
    }

    SessionState state() {
        return state.get();
    }

    boolean isEnded() {
        return state.get() instanceof SessionState.Ended;
    }

    /// Makes `link` the one that carries requests, in place of a former one. False once the session
    /// has ended.
    boolean attach(SessionLink link) {
        SessionState before =
                state.getAndUpdate(
                        now ->
                                now instanceof SessionState.Ended
                                        ? now
                                        : new SessionState.Connected(link));
        if (before instanceof SessionState.Connected connected) {
            connected.link().replaced();
        }
        return !(before instanceof SessionState.Ended);
    }

    /// The agent takes no more requests on `link`. True when that was its only link.
    boolean goingAway(SessionLink link) {
        return state.get() instanceof SessionState.Connected now
                && now.link() == link
                && state.compareAndSet(now, new SessionState.Leaving(link));
    }

    /// `link` is gone. True when that changed anything: a link that was replaced before leaves the
    /// session as it is.
    boolean lost(SessionLink link) {
        SessionState now = state.get();
        SessionState next =
                switch (now) {
                    case SessionState.Connected connected when connected.link() == link ->
                            canReturn
                                    ? new SessionState.Away(nanoTime.getAsLong())
                                    : new SessionState.Ended();
                    case SessionState.Leaving leaving when leaving.link() == link ->
                            new SessionState.Ended();
                    default -> now;
                };
        return next != now && state.compareAndSet(now, next);
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
}
