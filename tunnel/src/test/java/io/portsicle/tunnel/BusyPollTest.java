package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.IntSupplier;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class BusyPollTest {
    private static final IntSupplier NOTHING_READY = () -> 0;
    private static final IntSupplier ONE_READY = () -> 1;
    private static final long SHORT_NANOS = BusyPoll.SOON_NANOS / 2;
    private static final long LOOK_NANOS = 1_000;

    private final AtomicReference<BusyPoll> busy = new AtomicReference<>();
    private final AtomicInteger asked = new AtomicInteger();
    private long now = 1_000_000_000;
    private boolean freeCore = true;

    private final BusyPoll loop = newLoop();

    @BeforeEach
    void hasRested() {
        now += BusyPoll.REST_NANOS;
    }

    @Test
    void looksAgainAndAgainAfterShortTurnsOnly() throws Exception {
        assertThat(sleepsFor(BusyPoll.SHORT_TURNS)).isTrue();

        assertThat(turn(SHORT_NANOS)).isZero();
        assertThat(loop.calculateStrategy(NOTHING_READY, false)).isZero();
        assertThat(loop.calculateStrategy(ONE_READY, false)).isEqualTo(1);
        assertThat(turn(SHORT_NANOS)).as("after what it found").isZero();
    }

    @Test
    void oneLongTurnBeginsAnew() throws Exception {
        sleepsFor(BusyPoll.SHORT_TURNS);

        assertThat(turn(BusyPoll.SOON_NANOS + 1)).isEqualTo(SelectStrategy.SELECT);
        assertThat(sleepsFor(BusyPoll.SHORT_TURNS - 1)).isTrue();
        assertThat(turn(SHORT_NANOS)).isZero();
    }

    @Test
    void sleepsWhenNothingComesSoon() throws Exception {
        startPolling();

        now += BusyPoll.SOON_NANOS + 1;
        assertThat(loop.calculateStrategy(ONE_READY, false)).isEqualTo(SelectStrategy.SELECT);
        assertThat(turn(SHORT_NANOS)).as("the next turn").isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void sleepsWhenAnotherLoopHasSomethingToDo() throws Exception {
        startPolling();

        newLoop().calculateStrategy(NOTHING_READY, false);
        assertThat(loop.calculateStrategy(ONE_READY, false)).isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void loopsThatTakeTurnsSleep() throws Exception {
        BusyPoll other = newLoop();
        for (int i = 0; i < 3 * BusyPoll.SHORT_TURNS; i++) {
            assertThat(turn(SHORT_NANOS / 2)).isEqualTo(SelectStrategy.SELECT);
            now += SHORT_NANOS / 2;
            assertThat(other.calculateStrategy(NOTHING_READY, false))
                    .isEqualTo(SelectStrategy.SELECT);
        }
    }

    @Test
    void asksForAFreeCoreAFewTimesAndThenRests() throws Exception {
        freeCore = false;
        assertThat(sleepsFor(BusyPoll.SHORT_TURNS + BusyPoll.TRIES)).isTrue();
        assertThat(asked).hasValue(BusyPoll.TRIES);

        freeCore = true;
        assertThat(sleepsFor((int) (BusyPoll.REST_NANOS / SHORT_NANOS))).as("rests").isTrue();
        assertThat(asked).hasValue(BusyPoll.TRIES);

        assertThat(sleepsFor(BusyPoll.SHORT_TURNS)).isFalse();
        assertThat(asked).hasValue(BusyPoll.TRIES + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void looksForAFreeCoreFromTimeToTime(int times) throws Exception {
        for (int i = 0; i < times * (BusyPoll.TURNS_AT_ONCE + 1); i++) {
            now += SHORT_NANOS;
            loop.calculateStrategy(ONE_READY, false);
        }
        assertThat(asked).hasValue(times);
    }

    @Test
    void tasksComeFirst() throws Exception {
        startPolling();

        assertThat(loop.calculateStrategy(NOTHING_READY, true)).isZero();
        assertThat(loop.calculateStrategy(ONE_READY, true)).isEqualTo(1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anEventLoopThatPollsRunsTasksAndTimers() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        IoHandlerFactory handlers = EpollIoHandler.newFactory(0, () -> counting(loop, looks));
        try (MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, handlers)) {
            await().until(
                            () -> {
                                group.submit(() -> {}).get(5, TimeUnit.SECONDS);
                                return looks.get() > 0;
                            });
            int before = looks.get();
            assertThat(
                            group.schedule(() -> "rang", 50, TimeUnit.MILLISECONDS)
                                    .get(5, TimeUnit.SECONDS))
                    .isEqualTo("rang");
            assertThat(group.submit(() -> "done").get(5, TimeUnit.SECONDS)).isEqualTo("done");
            assertThat(looks.get() - before).isGreaterThan(10);
        }
    }

    /// Its clock stands still, so that it goes on once it polls.
    private static SelectStrategy counting(BusyPoll polling, AtomicInteger looks) {
        return (ready, hasTasks) -> {
            int strategy = polling.calculateStrategy(ready, hasTasks);
            if (strategy != SelectStrategy.SELECT && !hasTasks) {
                looks.incrementAndGet();
            }
            return strategy;
        };
    }

    private BusyPoll newLoop() {
        return new BusyPoll(
                busy,
                () -> now,
                () -> {
                    asked.incrementAndGet();
                    return freeCore;
                });
    }

    /// Whether the loop slept in each of as many short turns, the first of which may follow
    /// anything.
    private boolean sleepsFor(int turns) throws Exception {
        boolean slept = true;
        for (int i = 0; i < turns; i++) {
            slept &= turn(SHORT_NANOS) == SelectStrategy.SELECT;
        }
        return slept;
    }

    private void startPolling() throws Exception {
        sleepsFor(BusyPoll.SHORT_TURNS + 1);
        now += LOOK_NANOS;
        assertThat(loop.calculateStrategy(NOTHING_READY, false)).isZero();
    }

    private int turn(long nanos) throws Exception {
        now += nanos;
        return loop.calculateStrategy(NOTHING_READY, false);
    }
}
