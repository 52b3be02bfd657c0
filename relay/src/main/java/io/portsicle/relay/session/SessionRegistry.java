package io.portsicle.relay.session;

import io.netty.channel.Channel;
import io.portsicle.relay.endpoint.Claim;
import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.endpoint.NameMaker;
import io.portsicle.relay.token.Owner;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.LinkConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Every session of a relay, with the name each one holds. Any thread.
public final class SessionRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);

    private final Endpoints endpoints;
    private final SessionLimits limits;
    private final ResumeKey key;
    private final SessionStore store;
    private final SecureRandom random;
    private final NameMaker names;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, Entry> sessions = new ConcurrentHashMap<>();

    /// The sessions that may be away: all that are, and some that have come back just now.
    private final Set<Entry> away = ConcurrentHashMap.newKeySet();

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong parkedBytes = new AtomicLong();
    private final CompletableFuture<@Nullable Void> nobodyConnected = new CompletableFuture<>();
    private volatile boolean isDraining;

    private record Entry(Session session, Lease lease) {}

    /// Takes the registry that names are claimed from, what a relay before this one left, and the
    /// clock that grace times are measured with.
    public SessionRegistry(
            Endpoints endpoints,
            SessionLimits limits,
            ResumeKey key,
            SessionStore store,
            SecureRandom random,
            LongSupplier nanoTime) {
        this.endpoints = endpoints;
        this.limits = limits;
        this.key = key;
        this.store = store;
        this.random = random;
        this.names = new NameMaker(random);
        this.nanoTime = nanoTime;
    }

    /// Waits for the agents of a relay that ran before, as if they had lost their links just now.
    /// Blocks; called once, before any agent is admitted.
    public void restore() {
        for (Identity identity : store.load()) {
            if (!(open(identity, true) instanceof Opening.Opened)) {
                store.ended(identity);
            }
        }
        if (count() > 0) {
            LOG.atInfo().addKeyValue("sessions", count()).log("waiting for agents to come back");
        }
    }

    /// Opens a session under the wished name, or under a random one.
    public Opening open(Owner owner, Optional<EndpointName> wish, boolean canReturn) {
        EndpointName name = wish.orElseGet(names::next);
        return open(new Identity(Secret.randomId(random), name, owner), canReturn);
    }

    /// The session of an agent that comes back, where the secret proves that it is its own: the one
    /// that is here, or one that another relay process with the same key opened.
    public Optional<Opening> resume(
            String id, String secret, Owner owner, Optional<EndpointName> name) {
        Entry entry = sessions.get(id);
        if (entry != null && !entry.session().isEnded()) {
            return entry.session().secret().isSameAs(secret)
                    ? Optional.of(new Opening.Opened(entry.session()))
                    : Optional.empty();
        }
        return name.map(its -> new Identity(id, its, owner))
                .filter(identity -> key.secret(identity).isSameAs(secret))
                .map(identity -> open(identity, true));
    }

    /// The most links that a session may have.
    public int linksPerSession() {
        return limits.links();
    }

    /// Makes the connection of an admitted agent a link of its session. On the channel's event
    /// loop.
    public void connect(
            Session session, Channel channel, Link.Carrier carrier, int number, String agent) {
        SessionLink listener = new SessionLink(this, session, number, agent);
        listener.started(
                Link.start(
                        channel,
                        Link.Role.RELAY,
                        carrier,
                        LinkConfig.RELAY,
                        session.silence(),
                        listener));
    }

    /// Ends the sessions whose agents did not come back in time, and tells requests that have
    /// waited long enough. Called about once a second.
    public void sweep() {
        for (Entry entry : away) {
            entry.session().parking().expire();
            if (!isDraining && entry.session().expire(limits.graceTime())) {
                forget(entry, "the agent did not come back");
            }
            leaveOutUnlessAway(entry);
        }
    }

    /// Whoever loses its last link between the look and the removal is taken in again.
    private void leaveOutUnlessAway(Entry entry) {
        if (!entry.session().isAway()) {
            away.remove(entry);
            if (entry.session().isAway()) {
                away.add(entry);
            }
        }
    }

    /// Asks every agent to connect elsewhere. Requests are carried as before; from now on a session
    /// that loses its links is left to whichever relay its agent went to. Completes when no agent
    /// is connected.
    public CompletionStage<@Nullable Void> drain() {
        isDraining = true;
        forEachLink(SessionLink::askForReplacement);
        tellIfNobodyIsConnected();
        return nobodyConnected;
    }

    /// Closes every link behind what runs on it.
    public void close() {
        forEachLink(link -> link.drain("the relay is closing"));
    }

    /// How many sessions there are, those included whose agents are away.
    public int count() {
        return count.get();
    }

    /// How many of them have a link.
    public int connectedCount() {
        return (int)
                sessions.values().stream()
                        .filter(e -> e.session().state() instanceof SessionState.Connected)
                        .count();
    }

    /// How many requests wait for agents that are away.
    public int parkedCount() {
        return sessions.values().stream().mapToInt(e -> e.session().parking().count()).sum();
    }

    void connected(Session session, int number, String agent) {
        LOG.atInfo()
                .addKeyValue("session", session.id())
                .addKeyValue("name", session.name())
                .addKeyValue("link", number)
                .addKeyValue("agent", agent)
                .log("session connected");
    }

    void leaving(Session session) {
        log(session, "session ends", "the agent said goodbye");
    }

    void lost(Session session, SessionLink link, String reason) {
        session.lost(link)
                .ifPresent(
                        now -> {
                            switch (now) {
                                case SessionState.Ended ended -> forget(session, reason);
                                case SessionState.Away since -> away(session, reason);
                                case SessionState.Connected connected ->
                                        log(session, "link lost", reason);
                                case SessionState.Leaving leaving -> {}
                            }
                        });
        tellIfNobodyIsConnected();
    }

    private void away(Session session, String reason) {
        Entry entry = sessions.get(session.id());
        if (entry != null) {
            away.add(entry);
        }
        log(session, "session away", reason);
    }

    private void tellIfNobodyIsConnected() {
        if (isDraining && connectedCount() == 0) {
            nobodyConnected.complete(null);
        }
    }

    private Opening open(Identity identity, boolean canReturn) {
        count.incrementAndGet();
        Parking parking = new Parking(limits, parkedBytes, nanoTime);
        Session session = new Session(identity, key.secret(identity), canReturn, parking, nanoTime);
        return switch (endpoints.claim(identity.name(), session)) {
            case Claim.Granted granted -> {
                granted.former().ifPresent(this::evict);
                yield count.get() > limits.sessions() ? full(granted) : opened(session, granted);
            }
            case Claim.Taken taken -> {
                count.decrementAndGet();
                yield taken(identity, taken.by());
            }
        };
    }

    /// Two links of one session may come back in the same moment, and only one of them can be the
    /// first: the other one finds the name taken by its own session.
    private Opening taken(Identity identity, Holder by) {
        if (!(by instanceof Session holder)) {
            return new Opening.NameTaken(identity.name(), Opening.Why.IN_USE);
        }
        if (holder.identity().equals(identity)) {
            return new Opening.Opened(holder);
        }
        return new Opening.NameTaken(identity.name(), why(identity, holder));
    }

    private static Opening.Why why(Identity identity, Session holder) {
        if (holder.state() instanceof SessionState.Away) {
            return Opening.Why.KEPT;
        }
        return holder.isOfSameOwner(identity) && holder.doubt()
                ? Opening.Why.DOUBTED
                : Opening.Why.IN_USE;
    }

    private Opening full(Claim.Granted granted) {
        endpoints.release(granted.lease());
        count.decrementAndGet();
        return new Opening.Full();
    }

    private Opening opened(Session session, Claim.Granted granted) {
        Entry entry = new Entry(session, granted.lease());
        sessions.put(session.id(), entry);
        away.add(entry); // until its first link is there
        if (session.canReturn()) {
            store.opened(session.identity());
        }
        return new Opening.Opened(session);
    }

    /// Another session of the same owner has the name now.
    private void evict(Holder former) {
        if (former instanceof Session session) {
            session.end() // it may have come back just now, too late
                    .links()
                    .forEach(link -> link.close("another session has the name"));
            forget(session, "another session of the same token took the name");
        }
    }

    private void forget(Session session, String reason) {
        Entry entry = sessions.get(session.id());
        if (entry != null && entry.session() == session) {
            forget(entry, reason);
        }
    }

    private void forget(Entry entry, String reason) {
        Session session = entry.session();
        if (sessions.remove(session.id(), entry)) {
            endpoints.release(entry.lease());
            count.decrementAndGet();
            if (session.canReturn()) {
                store.ended(session.identity());
            }
            session.parking().wake();
            log(session, "session ended", reason);
        }
    }

    private void forEachLink(Consumer<SessionLink> action) {
        sessions.values().forEach(entry -> entry.session().state().links().forEach(action));
    }

    private static void log(Session session, String what, String reason) {
        LOG.atInfo()
                .addKeyValue("session", session.id())
                .addKeyValue("name", session.name())
                .addKeyValue("reason", reason)
                .log(what);
    }
}
