package io.portsicle.relay;

import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.PublicUrls;
import io.portsicle.relay.ingress.Ingress;
import io.portsicle.relay.registration.Registrar;
import io.portsicle.relay.session.SessionRegistry;
import io.portsicle.relay.token.Token;
import io.portsicle.relay.visitor.Reception;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A running relay: agents register with it, visitors reach them through it.
///
/// It lives on its own event loops, on daemon threads. Every method may be called on any thread but
/// those.
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /// Agents that stay connected may have moved, but nobody tells. They come back within half a
    /// second where something takes them.
    private static final Duration MOVE_TIME = Duration.ofSeconds(2);

    /// For the last words on each link.
    private static final Duration GOODBYE_TIME = Duration.ofSeconds(1);

    private final RelayConfig config;
    private final Engine engine;
    private final Listeners listeners;
    private final Entrances entrances;
    private final Reach reach;
    private final Memory memory;
    private final SessionRegistry sessions;
    private final Reception reception;
    private final Optional<Token> newToken;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Relay(
            RelayConfig config,
            Doors doors,
            Engine engine,
            Listeners listeners,
            Entrances entrances) {
        this.config = config;
        this.engine = engine;
        this.listeners = listeners;
        this.entrances = entrances;
        this.newToken = doors.made();
        SecureRandom random = new SecureRandom();
        this.reach = Reach.of(config, listeners.bound());
        Endpoints endpoints = new Endpoints();
        this.memory = Memory.of(config, listeners.bound().getFirst().port(), random);
        this.sessions =
                new SessionRegistry(
                        endpoints,
                        config.limits().sessions(),
                        memory.key(),
                        memory.store(),
                        random,
                        System::nanoTime);
        this.reception =
                new Reception(
                        config.limits().visitors(),
                        reach.origin(config),
                        endpoints,
                        reach.domains(),
                        new Registrar(doors.keeper(), sessions, reach.urls(), reach.domains()),
                        engine.placement());
    }

    /// Starts a relay; it accepts connections when this returns.
    ///
    /// @throws RelayStartException when it can't listen, or can't use its data folder or its
    ///   certificates
    public static Relay start(RelayConfig config) {
        Doors doors = Doors.of(config, new SecureRandom());
        Entrances entrances = Entrances.of(config);
        Engine engine = Engine.start(config.threads());
        try {
            Listeners listeners = Listeners.bind(config.listen(), config.start(), engine);
            Relay relay = new Relay(config, doors, engine, listeners, entrances);
            relay.open();
            return relay;
        } catch (RelayStartException failed) {
            engine.stop();
            entrances.close();
            throw failed;
        }
    }

    /// The addresses it listens on, with their real ports.
    public List<URI> addresses() {
        return listeners.bound().stream()
                .map(
                        address ->
                                PublicUrls.base(
                                        address.scheme().toString(),
                                        address.host(),
                                        address.port()))
                .toList();
    }

    /// The token that this start made, to be shown once: only its hash is kept.
    public Optional<String> newToken() {
        return newToken.map(Token::value);
    }

    /// How many sessions have a link now.
    public int connectedSessions() {
        return sessions.connectedCount();
    }

    /// How many connections there are, of visitors and of agents.
    public int connections() {
        return reception.connections().all().count();
    }

    /// How many visitors wait for an agent that is away.
    public int waitingVisitors() {
        return sessions.parkedCount();
    }

    /// Sends the agents elsewhere, lets what runs finish for [RelayLimits#drainTimeout()], then
    /// closes everything. Blocks until that is done.
    ///
    /// New requests are served meanwhile, for a moment also on new connections, while agents move.
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        long startedAt = System.nanoTime();
        reception.drain();
        await(sessions.drain(), shorter(MOVE_TIME, config.limits().drainTimeout()));
        if (sessions.connectedCount() == 0) {
            reception.closeIdle();
        }
        listeners.close();
        await(
                reception.connections().visitors().awaitNone(),
                left(startedAt, config.limits().drainTimeout()));
        sessions.close();
        await(reception.connections().all().awaitNone(), GOODBYE_TIME);
        engine.stop();
        entrances.close();
        memory.close();
        LOG.atInfo().log("relay closed");
    }

    private void open() {
        sessions.restore();
        engine.loops().next().scheduleAtFixedRate(sessions::sweep, 1, 1, TimeUnit.SECONDS);
        entrances.watch(engine.loops());
        Ingress ingress = new Ingress(reception);
        listeners.accept(address -> ingress.initializer(entrances.at(address, reach.httpsPort())));
        LOG.atInfo()
                .addKeyValue("addresses", addresses())
                .addKeyValue("domain", config.domain())
                .log("relay listens");
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration left(long startedAt, Duration timeout) {
        Duration left = timeout.minusNanos(System.nanoTime() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static void await(CompletionStage<@Nullable Void> end, Duration timeout) {
        try {
            end.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException over) {
            LOG.atDebug().addKeyValue("after", timeout).log("waited long enough");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
