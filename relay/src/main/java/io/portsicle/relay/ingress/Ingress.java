package io.portsicle.relay.ingress;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.relay.endpoint.Domains;
import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.PathHosts;
import io.portsicle.relay.registration.Registrar;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// What all visitors of a relay share, and where each new connection starts:
/// [#initializer(Entrance)].
///
/// Any thread; immutable but for the one word that says that the relay closes.
public final class Ingress {
    static final String HTTP2 = "h2";

    /// What visitors may speak behind TLS, in the words of ALPN (RFC 7301), the preferred first.
    public static final List<String> PROTOCOLS = List.of(HTTP2, "http/1.1");

    private final VisitorLimits limits;
    private final Router router;
    private final Registrar registrar;
    private final Origin origin;
    private final Placement placement;
    private final Connections connections;
    private final Map<EventLoop, Sweep> sweeps;
    private volatile boolean isClosing;

    /// How visitors see the relay.
    ///
    /// @param scheme the scheme in their URLs where they come without TLS, which TLS in front of
    ///   the relay makes `https`
    /// @param authority the relay's own address, for visitors who name none
    /// @param pathHosts below which hosts `/NAME/` is an endpoint's URL
    public record Origin(String scheme, String authority, PathHosts pathHosts) {}

    /// Takes the event loops that carry visitors, and looks at the visitors of each once a second
    /// from now on.
    public Ingress(
            VisitorLimits limits,
            Origin origin,
            Endpoints endpoints,
            Domains domains,
            Registrar registrar,
            Placement placement) {
        this.placement = placement;
        this.limits = limits;
        this.origin = origin;
        this.router = new Router(endpoints, domains, origin.pathHosts());
        this.registrar = registrar;
        this.connections = new Connections(limits.connections(), limits.connectionsPerAddress());
        this.sweeps = sweeps(placement);
    }

    /// Sets up each new connection at an entrance.
    public ChannelInitializer<SocketChannel> initializer(Entrance entrance) {
        return new IngressInitializer(this, entrance);
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

    /// Completes when no visitor is left, once nothing is accepted any longer.
    public CompletionStage<@Nullable Void> awaitNoVisitors() {
        return connections.visitors().awaitNone();
    }

    /// Completes when no connection is left, of visitors or of agents.
    public CompletionStage<@Nullable Void> awaitNoConnections() {
        return connections.all().awaitNone();
    }

    /// How many connections there are, of visitors and of agents.
    public int connections() {
        return connections.all().count();
    }

    VisitorLimits limits() {
        return limits;
    }

    Router router() {
        return router;
    }

    Registrar registrar() {
        return registrar;
    }

    Placement placement() {
        return placement;
    }

    Connections counted() {
        return connections;
    }

    /// The scheme that visitors use at an entrance.
    String scheme(Entrance entrance) {
        return entrance instanceof Entrance.Tls ? "https" : origin.scheme();
    }

    String ownAuthority() {
        return origin.authority();
    }

    boolean isClosing() {
        return isClosing;
    }

    Sweep sweep(EventLoop loop) {
        Sweep sweep = sweeps.get(loop);
        if (sweep == null) {
            throw new IllegalStateException("a visitor on a foreign event loop: " + loop);
        }
        return sweep;
    }

    private static Map<EventLoop, Sweep> sweeps(Placement placement) {
        Map<EventLoop, Sweep> sweeps = new HashMap<>();
        for (EventLoop loop : placement.loops()) {
            sweeps.put(loop, new Sweep(loop));
        }
        return sweeps;
    }
}
