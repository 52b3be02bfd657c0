package io.portsicle.cli.console;

import io.portsicle.agent.AgentEvent;
import io.portsicle.agent.AgentEvent.Cause;
import io.portsicle.agent.AgentEvent.Connected;
import io.portsicle.agent.AgentEvent.Disconnected;
import io.portsicle.agent.AgentEvent.Ended;
import io.portsicle.agent.AgentEvent.LinksChanged;
import io.portsicle.agent.AgentEvent.LocalServerBack;
import io.portsicle.agent.AgentEvent.LocalServerUnreachable;
import io.portsicle.agent.AgentEvent.RequestCompleted;
import io.portsicle.agent.AgentEvent.Unreachable;
import io.portsicle.agent.Endpoint;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The contract of the command line: public URLs to standard output, each once, everything else to
/// standard error.
public final class PlainWriter implements EventWriter {

    private final Streams streams;
    private final Scene scene;
    private final Absence absence;
    private final Palette palette;
    private final Set<URI> announced = new HashSet<>();

    public PlainWriter(Streams streams, Scene scene, InstantSource clock) {
        this(streams, scene, clock, Palette.NONE);
    }

    PlainWriter(Streams streams, Scene scene, InstantSource clock, Palette palette) {
        this.streams = streams;
        this.scene = scene;
        this.absence = new Absence(clock);
        this.palette = palette;
    }

    @Override
    public void write(AgentEvent event) {
        Optional<Duration> away = absence.endedBy(event);
        switch (event) {
            case Connected connected -> connected(connected, away);
            case Disconnected(String reason, Duration retryIn) ->
                    note(
                            "Connection to the relay lost (%s); trying again %s"
                                    .formatted(reason, SpokenDuration.in(retryIn)));
            case Unreachable(String reason, Duration retryIn) -> unreachable(reason, retryIn);
            case LinksChanged _, RequestCompleted _ -> {}
            case LocalServerUnreachable(String address, String reason) ->
                    note(
                            ("%s does not answer (%s); is your server running?"
                                            + " Visitors get a 502 page until it is back.")
                                    .formatted(address, reason));
            case LocalServerBack(String address) -> note(address + " answers again.");
            case Ended ended -> ended(ended);
        }
    }

    @Override
    public void skipped(SkippedRequests skipped) {
        // Requests have no lines here, so none can be missed.
    }

    /// The first connection, a return, and a return under another URL, which is a new endpoint.
    private void connected(Connected connected, Optional<Duration> away) {
        Endpoint endpoint = connected.endpoint();
        if (!announced.add(endpoint.url())) {
            String after =
                    away.map(time -> " (away for %s)".formatted(SpokenDuration.of(time)))
                            .orElse("");
            note("Back again. Your public url is still " + endpoint.url() + after);
            return;
        }
        if (announced.size() == 1) {
            streams.out().println("Connected to remote server.");
        } else {
            note("Back again, under a new url: the relay no longer had the old one.");
        }
        announce(endpoint);
    }

    private void announce(Endpoint endpoint) {
        streams.out().println("Your public url: " + palette.url(endpoint.url().toString()));
        scene.alsoAt(endpoint).forEach(address -> streams.out().println("Also at: " + address));
        streams.out().flush();
        note("Forwarding to " + scene.forwardsTo());
        scene.explanation(endpoint).ifPresent(this::note);
    }

    private void unreachable(String reason, Duration retryIn) {
        String relay =
                scene.reach() instanceof Scene.Reach.Beyond(URI address)
                        ? "The relay at " + address
                        : "The relay";
        note(
                "%s can't be reached (%s); trying again %s, and then until it answers."
                        .formatted(relay, reason, SpokenDuration.in(retryIn)));
    }

    private void ended(Ended ended) {
        if (ended.cause() != Cause.CLOSED) {
            String nextStep = scene.nextStep(ended).map("; "::concat).orElse("");
            note("portsicle: " + ended.message() + nextStep);
        } else if (!announced.isEmpty()) {
            note("Ended. The public url is gone.");
        }
    }

    private void note(String line) {
        streams.err().println(Printable.of(line));
        streams.err().flush();
    }
}
