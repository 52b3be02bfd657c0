package io.portsicle.agent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.SessionSilence;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The connector's states with a frozen clock; its links run over the channel of the test and know
/// a peer's SETTINGS only.
class ConnectorTest {
    private static final Registration REGISTRATION =
            new Registration("demo", URI.create("http://demo.localhost"), List.of(), "s", "r", 8);

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final ArrayDeque<Consumer<UpgradeOutcome>> attempts = new ArrayDeque<>();
    private final List<Optional<Registration>> asked = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private long wallMillis = 1_000_000;
    private int abandoned;
    private Connector connector = connector(1);

    ConnectorTest() {
        clock.freezeTime();
        connector.start();
        run();
    }

    private Connector connector(int links) {
        ConnectSettings settings =
                new ConnectSettings(
                        RelayAddress.of(URI.create("http://relay.test")),
                        Optional.of("demo"),
                        Optional.of("t"),
                        Optional.empty(),
                        links);
        StreamTaker nobody =
                (stream, head, end) -> {
                    throw new IllegalStateException("no streams in this test");
                };
        return new Connector(
                settings,
                List.of(new Lane(clock.eventLoop(), this::begin, nobody)),
                () -> new Backoff(longest()),
                () -> new WakeUp(clock.eventLoop(), () -> wallMillis),
                new Listener());
    }

    private void startWithTwoLinks() {
        connector.close();
        run();
        told.clear();
        numbers.clear();
        connector = connector(2);
        connector.start();
        run();
    }

    @AfterEach
    void releaseBuffers() {
        for (EmbeddedChannel channel : channels) {
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void anUnreachableRelayIsTriedForEverAndToldOnce() {
        for (int i = 0; i < 50; i++) {
            outcome(new UpgradeOutcome.Unavailable("connection refused"));
            advance(Duration.ofSeconds(30));
        }
        assertThat(attempts).hasSize(1);
        assertThat(told).containsExactly("unreachable: connection refused, 499");
    }

    @Test
    void theWaitsGrow() {
        outcome(new UpgradeOutcome.Unavailable("x"));
        advance(Duration.ofMillis(498));
        assertThat(attempts).isEmpty();
        advance(Duration.ofMillis(1));
        assertThat(attempts).hasSize(1);
        outcome(new UpgradeOutcome.Unavailable("x"));
        advance(Duration.ofMillis(998));
        assertThat(attempts).isEmpty();
        advance(Duration.ofMillis(1));
        assertThat(attempts).hasSize(1);
    }

    @Test
    void aBadTokenEndsItAtOnce() {
        outcome(new UpgradeOutcome.Refused("bad-token"));
        assertThat(told)
                .containsExactly(
                        "ended REFUSED: the relay at http://relay.test does not accept this token");
        advance(Duration.ofMinutes(1));
        assertThat(attempts).isEmpty();
    }

    @Test
    void aTakenNameEndsTheFirstConnection() {
        outcome(new UpgradeOutcome.Refused("name-taken"));
        assertThat(told)
                .containsExactly("ended REFUSED: the name \"demo\" is taken at http://relay.test");
    }

    @Test
    void aBadNameEndsTheFirstConnection() {
        outcome(new UpgradeOutcome.Refused("bad-name"));
        assertThat(told)
                .containsExactly(
                        "ended REFUSED: the relay at http://relay.test does not give out the name"
                                + " \"demo\"");
    }

    @Test
    void aRelayThatWantsTlsSaysWhere() {
        outcome(
                new UpgradeOutcome.Refused(
                        "https-required", Optional.of("https://relay.test:8443")));
        assertThat(told)
                .containsExactly(
                        "ended FAILED: the relay at http://relay.test takes agents with TLS only;"
                                + " it points to https://relay.test:8443");
    }

    @Test
    void anUnknownRefusalIsAFailure() {
        outcome(new UpgradeOutcome.Refused("bad-upgrade"));
        assertThat(told)
                .containsExactly(
                        "ended FAILED: the relay at http://relay.test refuses this agent:"
                                + " bad-upgrade");
    }

    @Test
    void anOrdinaryWebServerEndsTheFirstConnection() {
        outcome(new UpgradeOutcome.NotARelay("it answered 404"));
        assertThat(told)
                .containsExactly(
                        "ended NOT_A_RELAY: no Portsicle relay at http://relay.test (it answered"
                                + " 404)");
    }

    @Test
    void aLinkIsAnnouncedWhenItCarriesRequests() {
        EmbeddedChannel channel = accept(REGISTRATION);
        assertThat(told).isEmpty();
        sayHello(channel);
        assertThat(told).containsExactly("connected: demo, again: false");
    }

    @Test
    void aLostLinkIsReplacedSoonAndAsksForItsSession() {
        EmbeddedChannel channel = accept(REGISTRATION);
        sayHello(channel);
        advance(Slot.STABLE);
        lose(channel);
        assertThat(told.getLast()).startsWith("disconnected: ").endsWith(", 499");
        advance(Duration.ofMillis(499));
        assertThat(asked.getLast()).contains(REGISTRATION);
        sayHello(accept(REGISTRATION));
        assertThat(told.getLast()).isEqualTo("connected: demo, again: true");
        assertThat(told).hasSize(3);
    }

    @Test
    void onceConnectedNeitherATakenNameNorAWebServerEndsIt() {
        EmbeddedChannel channel = accept(REGISTRATION);
        sayHello(channel);
        advance(Slot.STABLE);
        lose(channel);
        advance(Duration.ofMillis(499));
        outcome(new UpgradeOutcome.Refused("name-taken"));
        advance(Duration.ofSeconds(30));
        outcome(new UpgradeOutcome.NotARelay("it answered 404"));
        advance(Duration.ofSeconds(30));
        sayHello(accept(REGISTRATION));
        assertThat(told)
                .element(2)
                .asString()
                .startsWith("unreachable: the name \"demo\" is taken");
        assertThat(told.getLast()).isEqualTo("connected: demo, again: true");
        assertThat(told).hasSize(4);
    }

    @Test
    void onceConnectedABadTokenStillEndsIt() {
        EmbeddedChannel channel = accept(REGISTRATION);
        sayHello(channel);
        lose(channel);
        advance(Duration.ofSeconds(1));
        outcome(new UpgradeOutcome.Refused("bad-token"));
        assertThat(told.getLast()).startsWith("ended REFUSED");
    }

    @Test
    void aRelayThatTakesAgentsAndDropsThemIsAskedLessAndLess() {
        int seconds = 600;
        int taken = 0;
        for (int halves = 0; halves < 2 * seconds; halves++) {
            if (!attempts.isEmpty()) {
                takeAndDrop();
                taken++;
            }
            advance(Duration.ofMillis(500));
        }
        assertThat(taken).isBetween(QuickReturns.MOST, QuickReturns.MOST + 8 * seconds / 60);
    }

    @Test
    void aSecondLinkFollowsTheFirstAndAsksForItsSession() {
        startWithTwoLinks();
        assertThat(numbers).containsExactly(0);
        sayHello(accept(REGISTRATION));
        assertThat(numbers).containsExactly(0, 1);
        assertThat(asked.getLast()).contains(REGISTRATION);

        sayHello(accept(REGISTRATION));
        assertThat(told).containsExactly("connected: demo, again: false", "links: 2/2 connected");
        assertThat(connector.health().links()).isEqualTo(2);
        assertThat(connector.health().wantedLinks()).isEqualTo(2);
    }

    @Test
    void aRelayThatKnowsOneLinkOnlyGetsOne() {
        startWithTwoLinks();
        sayHello(accept(new Registration("demo", REGISTRATION.url(), List.of(), "s", "r", 1)));

        advance(Duration.ofMinutes(5));
        assertThat(numbers).containsExactly(0);
    }

    @Test
    void aLinkOfTwoThatIsLostIsRestoredAndTheEndpointWasNeverAway() {
        startWithTwoLinks();
        sayHello(accept(REGISTRATION));
        EmbeddedChannel second = accept(REGISTRATION);
        sayHello(second);
        lose(second);
        assertThat(told.getLast()).startsWith("links: 1/2 ");

        advance(Duration.ofMillis(499));
        assertThat(numbers).containsExactly(0, 1, 1);
        sayHello(accept(REGISTRATION));
        assertThat(told).noneMatch(line -> line.startsWith("disconnected"));
        assertThat(connector.health().links()).isEqualTo(2);
    }

    @Test
    void whenAllLinksAreLostTheFirstComesBackAloneAndTheOthersFollow() {
        startWithTwoLinks();
        EmbeddedChannel first = accept(REGISTRATION);
        sayHello(first);
        EmbeddedChannel second = accept(REGISTRATION);
        sayHello(second);
        lose(first);
        lose(second);
        assertThat(told.getLast()).startsWith("disconnected");

        advance(Duration.ofSeconds(1));
        assertThat(numbers).containsExactly(0, 1, 0);
        Registration fresh = new Registration("demo", REGISTRATION.url(), List.of(), "t", "u", 8);
        sayHello(accept(fresh));
        assertThat(numbers).containsExactly(0, 1, 0, 1);
        assertThat(asked.getLast()).contains(fresh);
    }

    @Test
    void theFirstLinkIsDueWithinHalfASecondWhicheverWasLostLast() {
        startWithTwoLinks();
        EmbeddedChannel first = accept(REGISTRATION);
        sayHello(first);
        EmbeddedChannel second = accept(REGISTRATION);
        sayHello(second);
        lose(first);
        for (int i = 0; i < 8; i++) {
            advance(Duration.ofSeconds(30));
            outcome(new UpgradeOutcome.Unavailable("x"));
        }
        assertThat(attempts).isEmpty();
        lose(second);

        assertThat(told.getLast()).startsWith("disconnected").endsWith(", 499");
        advance(Duration.ofMillis(499));
        assertThat(attempts).hasSize(1);
    }

    @Test
    void aFurtherLinkThatIsRefusedIsNotTheEnd() {
        startWithTwoLinks();
        sayHello(accept(REGISTRATION));
        outcome(new UpgradeOutcome.Refused("bad-token"));

        advance(Duration.ofMinutes(5));
        assertThat(told).containsExactly("connected: demo, again: false");
        assertThat(numbers).containsExactly(0, 1);
    }

    @Test
    void aNameThatIsLookedIntoIsAskedForAgainWithoutAWord() {
        outcome(new UpgradeOutcome.NotYet(Duration.ofSeconds(2)));
        advance(Duration.ofSeconds(2));
        advance(Duration.ofMillis(300));

        assertThat(attempts).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void aMachineThatWakesUpDoubtsItsLinksAtOnce() {
        EmbeddedChannel channel = accept(REGISTRATION);
        sayHello(channel);
        advance(Duration.ofSeconds(1));
        wallMillis += Duration.ofHours(8).toMillis();
        advance(Duration.ofSeconds(1));
        channel.advanceTimeBy(Connector.AFTER_SLEEP.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        run();

        assertThat(told.getLast()).startsWith("disconnected: no answer for 2 s");
    }

    @Test
    void aMachineThatWakesUpDoesNotWaitForItsNextAttempt() {
        for (int i = 0; i < 10; i++) {
            outcome(new UpgradeOutcome.Unavailable("x"));
            advance(Duration.ofSeconds(30));
        }
        outcome(new UpgradeOutcome.Unavailable("x"));
        wallMillis += Duration.ofHours(8).toMillis();
        assertThat(attempts).isEmpty();
        advance(Duration.ofSeconds(1));
        assertThat(attempts).hasSize(1);
    }

    @Test
    void aLinkThatNeverCarriedRequestsCountsAsAFailedAttempt() {
        lose(accept(REGISTRATION));
        assertThat(told).singleElement().asString().startsWith("unreachable: ");
    }

    @Test
    void aCloseWithoutALinkEndsAtOnce() {
        connector.close();
        run();
        assertThat(told).containsExactly("ended CLOSED: closed");
        assertThat(abandoned).isEqualTo(1);
    }

    @Test
    void aCloseWhileWaitingStopsTheTimer() {
        outcome(new UpgradeOutcome.Unavailable("x"));
        connector.close();
        run();
        advance(Duration.ofMinutes(1));
        assertThat(attempts).isEmpty();
        assertThat(told.getLast()).isEqualTo("ended CLOSED: closed");
    }

    @Test
    void aCloseIsToldOnce() {
        connector.close();
        connector.close();
        run();
        assertThat(told).hasSize(1);
    }

    private void takeAndDrop() {
        EmbeddedChannel channel = accept(REGISTRATION);
        sayHello(channel);
        lose(channel);
    }

    private Attempts.Attempt begin(
            int number, Optional<Registration> last, Consumer<UpgradeOutcome> outcome) {
        numbers.add(number);
        asked.add(last);
        attempts.add(outcome);
        return () -> {
            attempts.remove(outcome);
            abandoned++;
        };
    }

    private void outcome(UpgradeOutcome outcome) {
        attempts.remove().accept(outcome);
        run();
    }

    private EmbeddedChannel accept(Registration registration) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channels.add(channel);
        outcome(new UpgradeOutcome.Accepted(registration, channel));
        return channel;
    }

    /// The other end of the link starts up: a relay's link over a second channel, whose first bytes
    /// are carried over.
    private void sayHello(EmbeddedChannel channel) {
        EmbeddedChannel relay = new EmbeddedChannel();
        channels.add(relay);
        Link.start(
                relay,
                Link.Role.RELAY,
                Link.Carrier.WEBSOCKET,
                io.portsicle.tunnel.LinkConfig.RELAY,
                new SessionSilence(),
                new Silent());
        relay.runPendingTasks();
        for (Object out = relay.readOutbound(); out != null; out = relay.readOutbound()) {
            channel.writeInbound(out);
        }
        run();
    }

    private void lose(EmbeddedChannel channel) {
        channel.close();
        channel.runPendingTasks();
        run();
    }

    private void advance(Duration time) {
        clock.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        run();
    }

    private void run() {
        clock.runPendingTasks();
        clock.runScheduledPendingTasks();
        ReferenceCountUtil.release(clock.readOutbound());
    }

    private static RandomGenerator longest() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new IllegalStateException("only ranges are asked for");
            }

            @Override
            public long nextLong(long origin, long bound) {
                return bound - 1;
            }
        };
    }

    private final class Listener implements ConnectorListener {
        @Override
        public void onLinks(int links, int wanted, String reason) {
            told.add("links: " + links + "/" + wanted + " " + reason);
        }

        @Override
        public void onConnected(Registration registration, boolean again) {
            told.add("connected: " + registration.name() + ", again: " + again);
        }

        @Override
        public void onDisconnected(String reason, Duration retryIn) {
            told.add("disconnected: " + reason + ", " + retryIn.toMillis());
        }

        @Override
        public void onUnreachable(String reason, Duration retryIn) {
            told.add("unreachable: " + reason + ", " + retryIn.toMillis());
        }

        @Override
        public void onEnded(Ending ending, String message) {
            told.add("ended " + ending + ": " + message);
        }
    }

    private static final class Silent implements io.portsicle.tunnel.LinkListener {
        @Override
        public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
            throw new IllegalStateException("no streams in this test");
        }

        @Override
        public void onReady() {}

        @Override
        public void onGoingAway() {}

        @Override
        public void onClosed(io.portsicle.tunnel.LinkEnd end) {}
    }
}
