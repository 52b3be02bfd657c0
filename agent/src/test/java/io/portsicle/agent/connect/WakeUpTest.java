package io.portsicle.agent.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Clocks that stand still until they are moved.
class WakeUpTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> woken = new ArrayList<>();
    private final Runnable one = new Sleeper("one");
    private final Runnable other = new Sleeper("other");
    private long wallMillis;
    private final WakeUp wakeUp = new WakeUp(channel.eventLoop(), () -> wallMillis);

    WakeUpTest() {
        channel.freezeTime();
        wakeUp.join(one);
        wakeUp.join(other);
    }

    @Test
    void everybodyOfAnEventLoopIsWokenOnceAfterASleep() {
        tick();
        assertThat(woken).isEmpty();

        wallMillis += WakeUp.SLEPT.toMillis();
        tick();
        tick();
        assertThat(woken).containsExactly("one", "other");
    }

    @Test
    void whoHasLeftIsNotWoken() {
        wakeUp.leave(one);
        wallMillis += WakeUp.SLEPT.toMillis();
        tick();

        assertThat(woken).containsExactly("other");
    }

    @Test
    void whoeverLeavesWhileItIsWokenHoldsUpNobody() {
        wakeUp.leave(one);
        wakeUp.leave(other);
        Runnable leaver = new Leaver();
        wakeUp.join(leaver);
        wakeUp.join(other);
        wallMillis += WakeUp.SLEPT.toMillis();
        tick();

        assertThat(woken).containsExactly("leaver", "other");
    }

    @Test
    void whenNobodyIsLeftNothingTicks() {
        wakeUp.leave(one);
        wakeUp.leave(other);

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    private void tick() {
        wallMillis += WakeUp.TICK.toMillis();
        channel.advanceTimeBy(Duration.ofSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private final class Sleeper implements Runnable {
        private final String name;

        Sleeper(String name) {
            this.name = name;
        }

        @Override
        public void run() {
            woken.add(name);
        }
    }

    private final class Leaver implements Runnable {
        @Override
        public void run() {
            woken.add("leaver");
            wakeUp.leave(this);
        }
    }
}
