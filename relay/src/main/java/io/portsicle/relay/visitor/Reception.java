package io.portsicle.relay.visitor;

import io.netty.channel.EventLoop;
import io.portsicle.relay.connection.Connections;
import io.portsicle.relay.connection.Placement;
import io.portsicle.relay.connection.Sweep;
import io.portsicle.relay.connection.VisitorLimits;
import io.portsicle.relay.endpoint.Domains;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.registration.Registrar;

import java.util.HashMap;
import java.util.Map;

/// What all visitors of a relay share: its limits, where requests go, who is there, and whether it
/// closes.
///
/// Any thread; immutable but for the one word that says that the relay closes.
public final class Reception {
    private final VisitorLimits limits;
    private final Origin origin;
    private final Router router;
    private final Registrar registrar;
    private final Placement placement;
    private final Connections connections;
    private final Map<EventLoop, Sweep> sweeps;
    private volatile boolean isClosing;

    /// Takes the event loops that carry visitors, and looks at the visitors of each once a second
    /// from now on.
    public Reception(
            VisitorLimits limits,
            Origin origin,
            Endpoints endpoints,
            Domains domains,
            Registrar registrar,
            Placement placement) {
        this.limits = limits;
        this.origin = origin;
        this.router = new Router(endpoints, domains, origin.pathHosts());
        this.registrar = registrar;
        this.placement = placement;
        this.connections = new Connections(limits.connections(), limits.connectionsPerAddress());
        this.sweeps = sweeps(placement);
    }

    /// From now on each response is the last one of its connection, agents are sent elsewhere, and
    /// whoever asks nothing for a moment is gone.
    public void drain() {
        isClosing = true;
        sweeps.forEach((loop, sweep) -> loop.execute(sweep::relayDrains));
    }

    /// Connections on which nothing runs are closed at once.
    public void closeIdle() {
        sweeps.forEach((loop, sweep) -> loop.execute(sweep::relayCloses));
    }

    /// Whether [#drain()] was called.
    public boolean isClosing() {
        return isClosing;
    }

    /// What one visitor may cost.
    public VisitorLimits limits() {
        return limits;
    }

    /// Where connections go.
    public Placement placement() {
        return placement;
    }

    /// Who is there: visitors, agents, and how many of them from where.
    public Connections connections() {
        return connections;
    }

    /// What looks after the visitors of an event loop, which must be one of the relay's.
    public Sweep sweep(EventLoop loop) {
        Sweep sweep = sweeps.get(loop);
        if (sweep == null) {
            throw new IllegalStateException("a visitor on a foreign event loop: " + loop);
        }
        return sweep;
    }

    Router router() {
        return router;
    }

    Registrar registrar() {
        return registrar;
    }

    /// The scheme that visitors use at an entrance.
    String scheme(Entrance entrance) {
        return entrance instanceof Entrance.Tls ? "https" : origin.scheme();
    }

    String ownAuthority() {
        return origin.authority();
    }

    private static Map<EventLoop, Sweep> sweeps(Placement placement) {
        Map<EventLoop, Sweep> sweeps = new HashMap<>();
        for (EventLoop loop : placement.loops()) {
            sweeps.put(loop, new Sweep(loop, () -> placement.second(loop)));
        }
        return sweeps;
    }
}
