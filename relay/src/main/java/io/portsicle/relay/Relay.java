package io.portsicle.relay;

import io.portsicle.relay.endpoint.Endpoints;
import io.portsicle.relay.endpoint.PublicUrls;
import io.portsicle.relay.ingress.Ingress;
import io.portsicle.relay.session.Registrar;
import io.portsicle.relay.session.SessionRegistry;
import io.portsicle.relay.token.Token;

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

    private final RelayConfig config;
    private final Engine engine;
    private final Listeners listeners;
    private final SessionRegistry sessions;
    private final Ingress ingress;
    private final Optional<Token> newToken;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private Relay(RelayConfig config, Doors doors, Engine engine, Listeners listeners) {
        this.config = config;
        this.engine = engine;
        this.listeners = listeners;
        this.newToken = doors.made();
        Reach reach = Reach.of(config, listeners.bound());
        Endpoints endpoints = new Endpoints();
        this.sessions =
                new SessionRegistry(
                        endpoints,
                        config.limits().sessions(),
                        new SecureRandom(),
                        System::nanoTime);
        this.ingress =
                new Ingress(
                        config.limits().visitors(),
                        reach.origin(config),
                        endpoints,
                        reach.domains(),
                        new Registrar(doors.keeper(), sessions, reach.urls(), reach.domains()),
                        engine.placement());
    }

    /// Starts a relay; it accepts connections when this returns.
    ///
    /// @throws RelayStartException when it can't listen, or can't use its data folder
    public static Relay start(RelayConfig config) {
        Doors doors = Doors.of(config, new SecureRandom());
        Engine engine = Engine.start(config.threads());
        try {
            Relay relay = new Relay(config, doors, engine, Listeners.bind(config.listen(), engine));
            relay.open();
            return relay;
        } catch (RelayStartException failed) {
            engine.stop();
            throw failed;
        }
    }

    /// The addresses it listens on, with their real ports.
    public List<URI> addresses() {
        return listeners.bound().stream()
                .map(address -> PublicUrls.base("http", address.host(), address.port()))
                .toList();
    }

    /// The token that this start made, to be shown once: only its hash is kept.
    public Optional<String> newToken() {
        return newToken.map(Token::value);
    }

    /// Accepts nothing new, tells the agents, lets what runs finish for
    /// [RelayLimits#closeTimeout()], then closes everything. Blocks until that is done.
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        listeners.close();
        sessions.drain();
        await(ingress.close(), config.limits().closeTimeout());
        engine.stop();
        LOG.atInfo().log("relay closed");
    }

    private void open() {
        engine.loops().next().scheduleAtFixedRate(sessions::sweep, 1, 1, TimeUnit.SECONDS);
        listeners.accept(ingress.initializer());
        LOG.atInfo()
                .addKeyValue("addresses", addresses())
                .addKeyValue("domain", config.domain())
                .log("relay listens");
    }

    private static void await(CompletionStage<@Nullable Void> end, Duration timeout) {
        try {
            end.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillRunning) {
            LOG.atInfo().addKeyValue("after", timeout).log("closing with exchanges still running");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
