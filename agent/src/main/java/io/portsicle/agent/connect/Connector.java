package io.portsicle.agent.connect;

import io.netty.channel.EventLoop;
import io.portsicle.agent.proxy.ProxyAddress;
import io.portsicle.tunnel.SessionSilence;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Keeps this agent connected: as many links as are wished for, a new one as soon as one is lost or
/// wants to go, for ever.
///
/// While there is no link at all only the first slot searches, because the relay decides with its
/// answer what the session is; the others follow it. Lives on the event loop of the first lane;
/// [#start()], [#close()] and [#health()] may be called from anywhere.
public final class Connector {
    /// After the machine slept, the relay has that long to show that a link still works.
    static final Duration AFTER_SLEEP = Duration.ofSeconds(2);

    /// A wait that the relay asked for is made longer by up to that, so that agents don't come all
    /// at once.
    private static final int SPREAD_MILLIS = 300;

    /// What the user knows; each change of it is told once.
    private enum Told {
        NOTHING,
        CONNECTED,
        DISCONNECTED,
        UNREACHABLE
    }

    private final ConnectSettings settings;
    private final Lane home;
    private final List<Slot> slots = new ArrayList<>();
    private final Supplier<WakeUp> wakeUpOfLoop;
    private final Runnable onWake = this::woke;
    private final ConnectorListener listener;
    private final SessionSilence silence = new SessionSilence();

    private final List<Line> lines = new ArrayList<>();
    private volatile List<Line> carrying = List.of();
    private volatile int wanted;
    private int toldLinks;
    private @Nullable WakeUp wakeUp;
    private @Nullable Registration registration;
    private @Nullable Registration announced;
    private Told told = Told.NOTHING;
    private boolean closing;
    private boolean ended;

    /// Link number `i` lives on the lane `i` modulo their number.
    public Connector(ConnectSettings settings, List<Lane> lanes, ConnectorListener listener) {
        this(
                settings,
                lanes,
                () -> new Backoff(new SplittableRandom()),
                () -> WakeUp.of(lanes.getFirst().loop()),
                listener);
    }

    Connector(
            ConnectSettings settings,
            List<Lane> lanes,
            Supplier<Backoff> backoff,
            Supplier<WakeUp> wakeUpOfLoop,
            ConnectorListener listener) {
        this.settings = settings;
        this.home = lanes.getFirst();
        this.listener = listener;
        this.wanted = settings.links();
        this.wakeUpOfLoop = wakeUpOfLoop;
        for (int i = 0; i < settings.links(); i++) {
            slots.add(new Slot(i, this, lanes.get(i % lanes.size()), backoff.get()));
        }
    }

    /// Begins the first attempt.
    public void start() {
        home.loop()
                .execute(
                        () -> {
                            wakeUp = wakeUpOfLoop.get();
                            wakeUp.join(onWake);
                            slots.getFirst().fill();
                        });
    }

    /// Says goodbye to the relay, lets requests finish for a moment, and ends.
    public void close() {
        home.run(this::closeOnLoop);
    }

    /// How well the agent is connected.
    public Health health() {
        List<Line> now = carrying;
        long best =
                now.stream().mapToLong(Line::roundTripNanos).filter(n -> n >= 0).min().orElse(-1);
        return new Health(
                links(), wanted, best < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(best)));
    }

    /// Links that carry requests, those that are wished for and that the relay permits, and the
    /// shortest round trip to the relay, where it was measured.
    public record Health(int links, int wantedLinks, Optional<Duration> roundTrip) {}

    // ---- for slots and lines

    Lane home() {
        return home;
    }

    EventLoop loop() {
        return home.loop();
    }

    /// What its links share to know whether the relay is there. Any thread.
    SessionSilence silence() {
        return silence;
    }

    Optional<Registration> registration() {
        return Optional.ofNullable(registration);
    }

    void found(Line line) {
        registration = line.registration();
        lines.add(line);
    }

    void failed(Slot slot, UpgradeOutcome outcome) {
        switch (outcome) {
            case UpgradeOutcome.Refused no ->
                    refused(slot, Refusal.of(no, settings, announced != null));
            case UpgradeOutcome.RefusedByProxy(ProxyAddress proxy) ->
                    refused(slot, Refusal.ofProxy(proxy, announced != null));
            case UpgradeOutcome.NotARelay(String evidence) -> notARelay(slot, evidence);
            case UpgradeOutcome.Unavailable(String reason) -> failed(slot, reason);
            case UpgradeOutcome.NotYet(Duration askAgainIn) -> slot.fillIn(spread(askAgainIn));
            case UpgradeOutcome.Accepted accepted ->
                    throw new IllegalStateException("an accepted attempt has not failed");
        }
    }

    void ready(Line line) {
        if (closing) {
            return;
        }
        boolean news = told != Told.CONNECTED || !line.registration().hasSameEndpoint(announced);
        boolean again = announced != null;
        announced = line.registration();
        told = Told.CONNECTED;
        wanted = Math.min(slots.size(), line.registration().links());
        countCarrying();
        if (news) {
            listener.onConnected(line.registration(), again);
        }
        closeOthersThan(line.registration().session());
        if (news) {
            toldLinks = links();
        } else {
            tellLinks("connected");
        }
        slots.subList(0, wanted).forEach(Slot::fill);
    }

    /// The link finishes what runs on it; the next one takes over.
    void leaving(Line line) {
        if (!closing && line.slot().release(line)) {
            line.slot().forgetFailuresAfter(line);
            line.slot().fillLater();
        }
    }

    void lost(Line line, String reason) {
        lines.remove(line);
        countCarrying();
        if (closing || ended) {
            endIfClosed();
            return;
        }
        Slot slot = line.slot();
        boolean isSlotEmpty = slot.release(line);
        if (isSlotEmpty && !line.isReady()) {
            failed(slot, reason);
            return;
        }
        if (isSlotEmpty) {
            slot.forgetFailuresAfter(line);
        }
        if (!carrying.isEmpty()) {
            slot.fillLater();
            tellLinks(reason);
        } else {
            lostAll(line, reason);
        }
    }

    private void lostAll(Line last, String reason) {
        Slot first = slots.getFirst();
        slots.stream().filter(slot -> slot != first).forEach(Slot::rest);
        if (last.slot() != first) {
            first.forgetFailuresAfter(last);
        }
        first.fillSoon();
        if (told == Told.CONNECTED) {
            told = Told.DISCONNECTED;
            listener.onDisconnected(reason, first.retryIn());
        }
    }

    /// One link more is nothing to end for, but what is refused for good is not asked for again
    /// while the others last.
    private void refused(Slot slot, Refusal refusal) {
        if (!refusal.isFinal()) {
            failed(slot, refusal.message());
        } else if (carrying.isEmpty()) {
            end(refusal.ending(), refusal.message());
        }
    }

    /// Where a relay was, there will be one again: what answers meanwhile may be the server in
    /// front of it.
    private void notARelay(Slot slot, String evidence) {
        String message = "no Portsicle relay at %s (%s)".formatted(settings.relay(), evidence);
        if (announced == null) {
            end(Ending.NOT_A_RELAY, message);
        } else {
            failed(slot, message);
        }
    }

    private void failed(Slot slot, String reason) {
        slot.fillLater();
        if (carrying.isEmpty() && told != Told.UNREACHABLE) {
            told = Told.UNREACHABLE;
            listener.onUnreachable(reason, slot.retryIn());
        }
    }

    /// Links of a session that is no longer this agent's carry nothing.
    private void closeOthersThan(String session) {
        for (Line line : List.copyOf(lines)) {
            if (!line.registration().session().equals(session)) {
                line.close();
            }
        }
    }

    /// A link that took another one's place changes nothing that the user sees.
    private void tellLinks(String reason) {
        if (links() != toldLinks) {
            toldLinks = links();
            listener.onLinks(toldLinks, wanted, reason);
        }
    }

    /// A link that the relay wants replaced goes on beside its successor: that is no link more.
    private int links() {
        return Math.min(carrying.size(), wanted);
    }

    private void countCarrying() {
        carrying = lines.stream().filter(Line::isReady).toList();
    }

    private void woke() {
        lines.forEach(line -> line.probe(AFTER_SLEEP));
        slots.forEach(Slot::hurry);
    }

    private void closeOnLoop() {
        if (closing || ended) {
            return;
        }
        closing = true;
        stopTrying();
        List.copyOf(lines).forEach(Line::drain);
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
        List.copyOf(lines).forEach(Line::close);
        listener.onEnded(ending, message);
    }

    private void stopTrying() {
        if (wakeUp != null) {
            wakeUp.leave(onWake);
        }
        slots.forEach(Slot::rest);
    }

    private static Duration spread(Duration wait) {
        return wait.plusMillis(ThreadLocalRandom.current().nextInt(SPREAD_MILLIS));
    }
}
