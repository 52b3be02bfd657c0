package io.portsicle.agent.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The order of events with a frozen clock; a test says which attempt ends when.
class RaceTest {
    private static final ConnectException REFUSED = new ConnectException("connection refused");
    private static final ConnectException LOST = new ConnectException("network is unreachable");

    private final EmbeddedChannel clock = new EmbeddedChannel();
    private final List<InetSocketAddress> tried = new ArrayList<>();
    private final List<ChannelPromise> attempts = new ArrayList<>();
    private final List<Race.Result> results = new ArrayList<>();

    @BeforeEach
    void freeze() {
        clock.freezeTime();
    }

    @AfterEach
    void close() {
        attempts.forEach(attempt -> attempt.channel().close());
        clock.finishAndReleaseAll();
    }

    @Test
    void anAddressThatAnswersInTimeIsTheOnlyOneTried() {
        start(3);
        advance(Race.HEAD_START.minusMillis(1));
        attempts.getFirst().setSuccess();
        advance(Duration.ofMinutes(1));
        assertThat(tried).containsExactly(address(0));
        assertThat(results)
                .containsExactly(new Race.Result.Won(address(0), attempts.getFirst().channel()));
    }

    @Test
    void eachAddressHasAHeadStartOfAQuarterSecond() {
        start(3);
        advance(Duration.ofMillis(249));
        assertThat(tried).containsExactly(address(0));
        advance(Duration.ofMillis(1));
        assertThat(tried).containsExactly(address(0), address(1));
        advance(Duration.ofMillis(250));
        assertThat(tried).containsExactly(address(0), address(1), address(2));
    }

    @Test
    void aFailureStartsTheNextAtOnceAndItsHeadStartAnew() {
        start(3);
        advance(Duration.ofMillis(200));
        attempts.getFirst().setFailure(REFUSED);
        assertThat(tried).containsExactly(address(0), address(1));
        advance(Duration.ofMillis(249));
        assertThat(tried).hasSize(2);
        advance(Duration.ofMillis(1));
        assertThat(tried).hasSize(3);
    }

    @Test
    void theFirstToConnectWinsAndTheOthersAreClosed() {
        start(3);
        advance(Duration.ofMillis(250));
        attempts.get(1).setSuccess();
        assertThat(results)
                .containsExactly(new Race.Result.Won(address(1), attempts.get(1).channel()));
        assertThat(attempts.get(0).channel().isOpen()).isFalse();
        assertThat(attempts.get(1).channel().isOpen()).isTrue();
        advance(Duration.ofMinutes(1));
        assertThat(tried).hasSize(2);
    }

    @Test
    void aLoserThatConnectsAllTheSameIsClosedAndNotTold() {
        start(2);
        advance(Duration.ofMillis(250));
        attempts.get(1).setSuccess();
        attempts.get(0).trySuccess();
        assertThat(attempts.get(0).channel().isOpen()).isFalse();
        assertThat(results).hasSize(1);
    }

    @Test
    void whenAllHaveFailedTheFailuresAreToldInTheOrderOfTheAddresses() {
        start(2);
        advance(Duration.ofMillis(250));
        attempts.get(1).setFailure(LOST);
        assertThat(results).isEmpty();
        attempts.get(0).setFailure(REFUSED);
        assertThat(results).containsExactly(new Race.Result.Lost(List.of(REFUSED, LOST)));
    }

    private void start(int addresses) {
        List<InetSocketAddress> all = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            all.add(address(i));
        }
        new Race(clock.eventLoop(), all, this::connect, results::add).start();
    }

    private ChannelFuture connect(InetSocketAddress address) {
        tried.add(address);
        ChannelPromise attempt = new EmbeddedChannel().newPromise();
        attempts.add(attempt);
        return attempt;
    }

    private void advance(Duration time) {
        clock.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        clock.runScheduledPendingTasks();
    }

    private static InetSocketAddress address(int i) {
        return InetSocketAddress.createUnresolved("address-" + i, 80);
    }
}
