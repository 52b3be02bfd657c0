package io.portsicle.cli.command;

import io.portsicle.agent.Agent;
import io.portsicle.agent.AgentConfig;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.cli.config.CertificateAuthorities;
import io.portsicle.cli.config.HttpSettings;
import io.portsicle.cli.config.RelayRoute;
import io.portsicle.cli.console.EventFeed;
import io.portsicle.cli.console.EventWriter;
import io.portsicle.cli.console.JsonWriter;
import io.portsicle.cli.console.PlainWriter;
import io.portsicle.cli.console.Scene;
import io.portsicle.cli.console.Scene.Reach;
import io.portsicle.cli.console.Streams;
import io.portsicle.cli.console.TerminalWriter;
import io.portsicle.relay.RelayStartException;

import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/// One local server on one public URL, from start to end.
final class Exposure {

    private final HttpSettings settings;
    private final Streams streams;
    private final Interruption interruption;

    Exposure(HttpSettings settings, Streams streams, Interruption interruption) {
        this.settings = settings;
        this.streams = streams;
        this.interruption = interruption;
    }

    /// Returns when the agent has ended.
    ExitCode run() throws InterruptedException {
        if (settings.relay().isPresent()) {
            URI relay = settings.relay().get();
            return expose(relay, settings.route(), settings.token(), new Reach.Beyond(relay));
        }
        try {
            return settings.lan() ? exposeToLocalNetwork() : exposeToThisMachine();
        } catch (RelayStartException e) {
            return failure(
                    ("no port from %d to %d is free for the relay inside this command; free one of"
                                    + " them, or use --relay URL")
                            .formatted(EmbeddedRelay.FIRST_PORT, EmbeddedRelay.LAST_PORT));
        }
    }

    private ExitCode exposeToThisMachine() throws InterruptedException {
        try (EmbeddedRelay relay = EmbeddedRelay.onThisMachine()) {
            return expose(relay, new Reach.ThisMachine());
        }
    }

    private ExitCode exposeToLocalNetwork() throws InterruptedException {
        Optional<InetAddress> address = LocalNetwork.address();
        if (address.isEmpty()) {
            return failure("--lan: this machine is in no network; connect it, or leave out --lan");
        }
        try (EmbeddedRelay relay = EmbeddedRelay.onAllInterfaces()) {
            return expose(relay, relay.reachFrom(address.get()));
        }
    }

    /// No proxy stands between two ends in one process.
    private ExitCode expose(EmbeddedRelay relay, Reach reach) throws InterruptedException {
        return expose(relay.url(), RelayRoute.DIRECT, Optional.of(relay.token()), reach);
    }

    private ExitCode expose(URI relay, RelayRoute route, Optional<String> token, Reach reach)
            throws InterruptedException {
        Scene scene = new Scene(settings.local().target().toString(), settings.name(), reach);
        EventFeed feed =
                new EventFeed(settings.json() ? EventFeed.PROGRAM_PACE : EventFeed.PERSON_PACE);
        try (Agent agent = Agent.start(agentConfig(relay, route, token, feed));
                EventWriter writer = writer(scene, agent)) {
            interruption.onAsked(
                    () -> {
                        writer.ending();
                        agent.close();
                    });
            Ended ended = feed.writeTo(writer);
            return ExitCode.of(ended.cause());
        }
    }

    private AgentConfig agentConfig(
            URI relay, RelayRoute route, Optional<String> token, EventFeed feed) {
        AgentConfig.Builder config =
                AgentConfig.builder(relay, settings.local().target())
                        .hostHeader(settings.local().hostHeader())
                        .localTrust(settings.local().trust().toAgent())
                        .localProtocol(settings.local().protocol())
                        .links(route.links())
                        .responseTimeout(settings.local().responseTimeout())
                        .requestEvents(settings.json() || streams.kind().isTerminal())
                        .listener(feed);
        settings.name().ifPresent(config::name);
        token.ifPresent(config::token);
        route.proxy().ifPresent(config::proxy);
        route.authorities().map(CertificateAuthorities::trust).ifPresent(config::trust);
        return config.build();
    }

    private EventWriter writer(Scene scene, Agent agent) {
        if (settings.json()) {
            return new JsonWriter(streams, scene, Clock.systemUTC());
        }
        return streams.kind().isTerminal()
                ? new TerminalWriter(
                        streams, scene, Clock.system(ZoneId.systemDefault()), agent::health)
                : new PlainWriter(streams, scene, Clock.systemUTC());
    }

    private ExitCode failure(String message) {
        streams.err().println("portsicle: " + message);
        return ExitCode.FAILURE;
    }
}
