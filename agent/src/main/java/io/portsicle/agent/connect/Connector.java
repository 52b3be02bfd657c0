package io.portsicle.agent.connect;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Keeps this agent connected: one link that takes requests, a new one as soon as that is lost or
/// wants to go, for ever.
///
/// Lives on one event loop, also its links and their streams; [#start()] and [#close()] may be
/// called from anywhere.
public final class Connector {
    /// A link that lived that long was a good one: the next attempts start without patience.
    static final Duration STABLE = Duration.ofSeconds(5);

    /// What the user knows; each change of it is told once.
    private enum Told {
        NOTHING,
        CONNECTED,
        DISCONNECTED,
        UNREACHABLE
    }

    private final ConnectSettings settings;
    private final EventLoop loop;
    private final Attempts attempts;
    private final Backoff backoff;
    private final ConnectorListener listener;

    private final List<Line> lines = new ArrayList<>();
    private @Nullable Line current;
    private Attempts.@Nullable Attempt attempt;
    private @Nullable Future<?> retry;
    private Duration retryIn = Duration.ZERO;
    private @Nullable Registration registration;
    private @Nullable Registration announced;
    private Told told = Told.NOTHING;
    private boolean closing;
    private boolean ended;

    public Connector(
            ConnectSettings settings,
            EventLoop loop,
            Class<? extends Channel> channel,
            ConnectorListener listener) {
        this(
                settings,
                loop,
                new RelayAttempts(settings, loop, channel),
                new Backoff(new SplittableRandom()),
                listener);
    }

    Connector(
            ConnectSettings settings,
            EventLoop loop,
            Attempts attempts,
            Backoff backoff,
            ConnectorListener listener) {
        this.settings = settings;
        this.loop = loop;
        this.attempts = attempts;
        this.backoff = backoff;
        this.listener = listener;
    }

    /// Begins the first attempt.
    public void start() {
        loop.execute(this::attempt);
    }

    /// Says goodbye to the relay, lets requests finish for a moment, and ends.
    public void close() {
        try {
            loop.execute(this::closeOnLoop);
        } catch (RejectedExecutionException e) {
            // The loop is gone, and the connector with it.
            if (!loop.isShuttingDown()) {
                throw e;
            }
        }
    }

    /// Whether a link takes requests. On the event loop.
    public boolean isReady() {
        return current != null && current.isReady();
    }

    /// The round trip of the link that takes requests, once measured. On the event loop.
    public Optional<Duration> roundTrip() {
        return Optional.ofNullable(current).flatMap(Line::roundTrip);
    }

    private void attempt() {
        retry = null;
        if (!closing && !ended) {
            attempt = attempts.begin(Optional.ofNullable(registration), this::attempted);
        }
    }

    private void attempted(UpgradeOutcome outcome) {
        attempt = null;
        switch (outcome) {
            case UpgradeOutcome.Accepted(Registration given, Channel channel) ->
                    startLink(given, channel);
            case UpgradeOutcome.Refused(String code) -> refused(code);
            case UpgradeOutcome.NotARelay(String evidence) -> notARelay(evidence);
            case UpgradeOutcome.Unavailable(String reason) -> failed(reason);
        }
    }

    private void startLink(Registration given, Channel channel) {
        registration = given;
        Line line = new Line(this, given, loop.ticker());
        lines.add(line);
        current = line;
        line.start(channel);
    }

    private void refused(String code) {
        Refusal refusal = Refusal.of(code, settings, announced != null);
        if (refusal.isFinal()) {
            end(refusal.ending(), refusal.message());
        } else {
            failed(refusal.message());
        }
    }

    /// Where a relay was, there will be one again: what answers meanwhile may be the server in
    /// front of it.
    private void notARelay(String evidence) {
        String message = "no Portsicle relay at %s (%s)".formatted(settings.relay(), evidence);
        if (announced == null) {
            end(Ending.NOT_A_RELAY, message);
        } else {
            failed(message);
        }
    }

    private void failed(String reason) {
        retryLater();
        if (told != Told.UNREACHABLE) {
            told = Told.UNREACHABLE;
            listener.onUnreachable(reason, retryIn);
        }
    }

    private void retryLater() {
        retryIn = backoff.next();
        retry = loop.schedule(this::attempt, retryIn.toNanos(), TimeUnit.NANOSECONDS);
    }

    // ---- for the lines

    ConnectorListener listener() {
        return listener;
    }

    void ready(Line line) {
        if (line != current || closing) {
            return;
        }
        boolean news = told != Told.CONNECTED || !line.registration().hasSameEndpoint(announced);
        boolean again = announced != null;
        announced = line.registration();
        told = Told.CONNECTED;
        if (news) {
            listener.onConnected(line.registration(), again);
        }
    }

    /// The link finishes what runs on it; the next one takes over.
    void leaving(Line line) {
        if (line == current && !closing) {
            current = null;
            forgetFailuresIf(line.livedFor(STABLE));
            retryLater();
        }
    }

    void lost(Line line, String reason) {
        lines.remove(line);
        if (closing || ended) {
            endIfClosed();
            return;
        }
        if (line == current) {
            current = null;
            if (!line.isReady()) {
                failed(reason);
                return;
            }
            forgetFailuresIf(line.livedFor(STABLE));
            retryLater();
        }
        if (current == null && told == Told.CONNECTED) {
            told = Told.DISCONNECTED;
            listener.onDisconnected(reason, retryIn);
        }
    }

    /// A relay that takes agents and drops them at once must not be asked twice a second.
    private void forgetFailuresIf(boolean stable) {
        if (stable) {
            backoff.reset();
        }
    }

    private void closeOnLoop() {
        if (closing || ended) {
            return;
        }
        closing = true;
        stopTrying();
        for (Line line : List.copyOf(lines)) {
            line.drain();
        }
        endIfClosed();
    }

    private void endIfClosed() {
        if (closing && lines.isEmpty()) {
            end(Ending.CLOSED, "closed");
        }
    }

    private void end(Ending ending, String message) {
        if (ended) {
            return;
        }
        ended = true;
        stopTrying();
        for (Line line : List.copyOf(lines)) {
            line.close();
        }
        listener.onEnded(ending, message);
    }

    private void stopTrying() {
        if (retry != null) {
            retry.cancel(false);
            retry = null;
        }
        if (attempt != null) {
            attempt.abandon();
            attempt = null;
        }
    }
}
