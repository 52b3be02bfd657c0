package io.portsicle.relay.session;

import io.portsicle.relay.endpoint.Claim;
import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.relay.endpoint.NameMaker;
import io.portsicle.relay.token.Owner;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Every session of a relay, with the name each one holds. Any thread.
public final class SessionRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);

    private final Endpoints endpoints;
    private final SessionLimits limits;
    private final SecureRandom random;
    private final NameMaker names;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, Entry> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private record Entry(Session session, Lease lease) {}

    /// Takes the registry that names are claimed from, and the clock that grace times are measured
    /// with.
    public SessionRegistry(
            Endpoints endpoints, SessionLimits limits, SecureRandom random, LongSupplier nanoTime) {
        this.endpoints = endpoints;
        this.limits = limits;
        this.random = random;
        this.names = new NameMaker(random);
        this.nanoTime = nanoTime;
    }

    /// Opens a session under the wished name, or under a random one.
    Opening open(Owner owner, Optional<EndpointName> wish, boolean canReturn) {
        if (count.incrementAndGet() > limits.sessions()) {
            count.decrementAndGet();
            return new Opening.Full();
        }
        Session session =
                new Session(
                        Secret.randomId(random), Secret.random(random), owner, canReturn, nanoTime);
        EndpointName name = wish.orElseGet(names::next);
        return switch (endpoints.claim(name, session)) {
            case Claim.Granted granted -> opened(session, granted);
            case Claim.Taken taken -> {
                count.decrementAndGet();
                yield new Opening.NameTaken(name, taken.by().link() == null);
            }
        };
    }

    /// The session of an agent that comes back, where the secret proves that it is its own.
    Optional<Opening.Opened> resume(String id, String secret) {
        Entry entry = sessions.get(id);
        return entry == null
                        || !entry.session().secret().isSameAs(secret)
                        || entry.session().isEnded()
                ? Optional.empty()
                : Optional.of(new Opening.Opened(entry.session(), entry.lease().name()));
    }

    /// Ends the sessions whose agents did not come back in time. Called about once a second.
    public void sweep() {
        for (Entry entry : sessions.values()) {
            if (entry.session().expire(limits.graceTime())) {
                forget(entry, "the agent did not come back");
            }
        }
    }

    /// Asks every agent to finish what runs and to go elsewhere.
    public void drain() {
        for (Entry entry : sessions.values()) {
            if (entry.session().state() instanceof SessionState.Connected connected) {
                connected.link().drain("the relay is closing");
            }
        }
    }

    /// How many sessions there are, those included whose agents are away.
    public int count() {
        return count.get();
    }

    void connected(Session session, String agent) {
        log(session, "session connected", "agent", agent);
    }

    void leaving(Session session) {
        log(session, "session ends", "reason", "the agent said goodbye");
    }

    void lost(Session session, SessionLink link, String reason) {
        if (!session.lost(link)) {
            return;
        }
        Entry entry = sessions.get(session.id());
        if (session.isEnded() && entry != null) {
            forget(entry, reason);
        } else {
            log(session, "session away", "reason", reason);
        }
    }

    private Opening opened(Session session, Claim.Granted granted) {
        granted.former().ifPresent(this::evict);
        sessions.put(session.id(), new Entry(session, granted.lease()));
        return new Opening.Opened(session, granted.lease().name());
    }

    /// Another session of the same token has the name now.
    private void evict(Holder former) {
        if (former instanceof Session session) {
            if (session.end()
                    instanceof SessionState.Connected back) { // it came back just now, too late
                back.link().close("another session has the name");
            }
            Entry entry = sessions.get(session.id());
            if (entry != null) {
                forget(entry, "another session of the same token took the name");
            }
        }
    }

    private void forget(Entry entry, String reason) {
        if (sessions.remove(entry.session().id(), entry)) {
            endpoints.release(entry.lease());
            count.decrementAndGet();
            LOG.atInfo()
                    .addKeyValue("session", entry.session().id())
                    .addKeyValue("name", entry.lease().name())
                    .addKeyValue("reason", reason)
                    .log("session ended");
        }
    }

    private void log(Session session, String what, String key, String value) {
        Entry entry = sessions.get(session.id());
        LOG.atInfo()
                .addKeyValue("session", session.id())
                .addKeyValue("name", entry == null ? "-" : entry.lease().name())
                .addKeyValue(key, value)
                .log(what);
    }
}
