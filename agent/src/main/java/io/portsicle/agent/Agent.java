package io.portsicle.agent;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.portsicle.agent.connect.ConnectSettings;
import io.portsicle.agent.connect.Connector;
import io.portsicle.agent.connect.ConnectorListener;
import io.portsicle.agent.connect.Ending;
import io.portsicle.agent.connect.Lane;
import io.portsicle.agent.connect.Registration;
import io.portsicle.agent.connect.RelayAddress;
import io.portsicle.agent.dial.OffLoop;
import io.portsicle.agent.local.LocalListener;
import io.portsicle.agent.local.LocalServer;
import io.portsicle.agent.local.LocalSettings;
import io.portsicle.agent.local.address.OwnAddress;
import io.portsicle.agent.local.exchange.CompletedRequest;
import io.portsicle.agent.local.reach.LocalPlace;
import io.portsicle.agent.local.reach.Reachability;
import io.portsicle.tunnel.Transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gives a local server a public URL, for as long as it is open.
///
/// [#start(AgentConfig)] returns at once; the agent then connects, and connects again whenever the
/// link is lost, until it is closed or the relay refuses it. All methods may be called from any
/// thread. It uses daemon threads only.
public final class Agent implements AutoCloseable {
    /// What [#close()] waits for at most: requests may take 5 s to finish, the rest is quick.
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

    private final AgentConfig config;
    private final Optional<EventLoopGroup> ownLoops;
    private final List<LocalServer> localServers = new ArrayList<>();
    private final EventDelivery events;
    private final Connector connector;
    private final CompletableFuture<Endpoint> connected = new CompletableFuture<>();
    private final CompletableFuture<AgentEvent.Ended> ended = new CompletableFuture<>();
    private volatile Optional<Endpoint> endpoint = Optional.empty();

    private Agent(AgentConfig config) {
        this.config = config;
        this.ownLoops =
                config.eventLoops().isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                Transport.best().newGroup(loopsOfItsOwn(), "portsicle-agent"));
        this.events = new EventDelivery(config.listener());
        this.connector = new Connector(connectSettings(), lanes(), new ConnectorEvents());
    }

    /// Starts an agent; it connects on its own.
    public static Agent start(AgentConfig config) {
        Agent agent = new Agent(config);
        agent.connector.start();
        return agent;
    }

    /// The endpoint, once there is one; it is kept while the link is away.
    public Optional<Endpoint> endpoint() {
        return endpoint;
    }

    /// How well the agent is connected just now.
    public AgentHealth health() {
        Connector.Health now = connector.health();
        return new AgentHealth(now.links(), now.wantedLinks(), now.roundTrip());
    }

    /// Completes with the first endpoint; exceptionally, with an [AgentEndedException], if there
    /// never was one.
    public CompletionStage<Endpoint> connected() {
        return connected.minimalCompletionStage();
    }

    /// Completes when the agent has stopped, after its last event was delivered.
    public CompletionStage<AgentEvent.Ended> ended() {
        return ended.minimalCompletionStage();
    }

    /// Takes the endpoint away, gives requests that run up to 5 seconds to finish, and waits for
    /// the end. On the agent's own event loop it does not wait.
    @Override
    public void close() {
        if (!ended.isDone()) {
            connector.close();
        }
        if (localServers.stream().noneMatch(server -> server.loop().inEventLoop())) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            ended.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // A listener that does not return holds back the last event, but not the end.
            shutDownOwnLoops();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end never fails", e);
        }
    }

    private int loopsOfItsOwn() {
        return Math.min(config.links(), Runtime.getRuntime().availableProcessors());
    }

    /// Links live on different event loops as far as there are any, each with its own connections
    /// to the local server: nothing on the data path crosses threads.
    private List<Lane> lanes() {
        ConnectSettings settings = connectSettings();
        EventLoopGroup group = config.eventLoops().or(() -> ownLoops).orElseThrow();
        Set<EventLoop> loops = new LinkedHashSet<>();
        for (int i = 0; i < config.links(); i++) {
            loops.add(group.next());
        }
        Transport transport = Transport.best();
        LocalEvents local = new LocalEvents();
        Reachability reachability = new Reachability(config.target().label(), local);
        List<Lane> lanes = new ArrayList<>();
        for (EventLoop loop : loops) {
            LocalServer server =
                    new LocalServer(loop, transport, localSettings(), reachability, local);
            localServers.add(server);
            lanes.add(Lane.to(settings, loop, transport.channel(), server::accept));
        }
        return lanes;
    }

    private ConnectSettings connectSettings() {
        return new ConnectSettings(
                RelayAddress.of(config.relay()),
                config.name(),
                config.token(),
                config.trust(),
                config.proxy(),
                config.connectTimeouts(),
                config.links());
    }

    private LocalSettings localSettings() {
        LocalAddress target = config.target();
        return new LocalSettings(
                place(target),
                target.scheme() == LocalAddress.Scheme.HTTPS
                        ? Optional.of(config.localTrust())
                        : Optional.empty(),
                config.localProtocol(),
                target.label(),
                ownAddress(target),
                config.responseTimeout(),
                config.requestEvents());
    }

    private OwnAddress ownAddress(LocalAddress target) {
        return new OwnAddress(
                target.scheme().toString(),
                target.authority(),
                target.basePath(),
                switch (config.hostHeader()) {
                    case HostHeader.Rewrite rewrite -> Optional.of(target.authority());
                    case HostHeader.Preserve preserve -> Optional.empty();
                    case HostHeader.Fixed fixed -> Optional.of(fixed.value());
                },
                config.hostHeader() instanceof HostHeader.Rewrite);
    }

    private static LocalPlace place(LocalAddress target) {
        return switch (target) {
            case LocalAddress.Tcp tcp -> new LocalPlace.Port(tcp.host(), tcp.port());
            case LocalAddress.UnixSocket socket -> new LocalPlace.Socket(socket.path());
        };
    }

    private void end(Ending ending, String message) {
        localServers.forEach(server -> OffLoop.goBack(server.loop(), server::close));
        AgentEvent.Ended event = new AgentEvent.Ended(cause(ending), message);
        events.deliverLast(event, () -> finish(event));
    }

    private void finish(AgentEvent.Ended event) {
        shutDownOwnLoops();
        connected.completeExceptionally(new AgentEndedException(event));
        ended.complete(event);
    }

    private void shutDownOwnLoops() {
        ownLoops.ifPresent(Transport::shutDown);
    }

    private static AgentEvent.Cause cause(Ending ending) {
        return switch (ending) {
            case CLOSED -> AgentEvent.Cause.CLOSED;
            case REFUSED -> AgentEvent.Cause.REFUSED;
            case NOT_A_RELAY -> AgentEvent.Cause.NOT_A_RELAY;
            case FAILED -> AgentEvent.Cause.FAILED;
        };
    }

    /// From the relay's side, on the event loop.
    private final class ConnectorEvents implements ConnectorListener {
        @Override
        public void onConnected(Registration given, boolean again) {
            Endpoint now = new Endpoint(given.name(), given.url(), given.alsoAt());
            endpoint = Optional.of(now);
            events.deliver(new AgentEvent.Connected(now, again));
            connected.complete(now);
        }

        @Override
        public void onDisconnected(String reason, Duration retryIn) {
            events.deliver(new AgentEvent.Disconnected(reason, retryIn));
        }

        @Override
        public void onLinks(int links, int wanted, String reason) {
            events.deliver(new AgentEvent.LinksChanged(links, wanted, reason));
        }

        @Override
        public void onUnreachable(String reason, Duration retryIn) {
            events.deliver(new AgentEvent.Unreachable(reason, retryIn));
        }

        @Override
        public void onEnded(Ending ending, String message) {
            end(ending, message);
        }
    }

    /// From the local server's side, on the event loop.
    private final class LocalEvents implements LocalListener {
        @Override
        public void onUnreachable(String address, String reason) {
            events.deliver(new AgentEvent.LocalServerUnreachable(address, reason));
        }

        @Override
        public void onBack(String address) {
            events.deliver(new AgentEvent.LocalServerBack(address));
        }

        @Override
        public void onCompleted(CompletedRequest request) {
            events.deliverRequest(
                    new AgentEvent.RequestCompleted(
                            request.method(),
                            request.path(),
                            request.status(),
                            request.bytesReceived(),
                            request.bytesSent(),
                            request.took()));
        }
    }
}
