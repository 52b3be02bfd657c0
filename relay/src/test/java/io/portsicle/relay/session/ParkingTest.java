package io.portsicle.relay.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.portsicle.relay.endpoint.Spot;
import io.portsicle.relay.endpoint.Waiter;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

class ParkingTest {
    private static final SessionLimits LIMITS =
            SessionLimits.DEFAULT.withParked(3, 100).withParkTimeout(Duration.ofSeconds(30));

    private final AtomicLong nanos = new AtomicLong(-5);
    private final AtomicLong bytes = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final Parking parking = new Parking(LIMITS, bytes, nanos::get);

    @Test
    void whoCameFirstGoesOnFirst() {
        park("a", 1);
        park("b", 1);
        park("c", 1);

        parking.wake();

        assertThat(told).containsExactly("a goes on", "b goes on", "c goes on");
        assertThat(parking.count()).isZero();
        assertThat(bytes.get()).isZero();
    }

    @Test
    void whoLeavesHearsNothing() {
        Spot spot = park("a", 10).orElseThrow();
        spot.leave();
        spot.leave();
        parking.wake();

        assertThat(told).isEmpty();
        assertThat(bytes.get()).isZero();
    }

    @Test
    void aFullPlaceTakesNobody() {
        park("a", 1);
        park("b", 1);
        park("c", 1);

        assertThat(park("d", 1)).isEmpty();
        assertThat(parking.count()).isEqualTo(3);
        assertThat(bytes.get()).isEqualTo(3);
    }

    @Test
    void memoryIsLimitedForAllSessionsTogether() {
        bytes.set(50);

        assertThat(park("a", 51)).isEmpty();
        assertThat(park("b", 50)).isPresent();
        assertThat(bytes.get()).isEqualTo(100);
    }

    @Test
    void whoHasWaitedLongEnoughIsToldOnce() {
        park("a", 1);
        pass(Duration.ofSeconds(20));
        park("b", 1);
        pass(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(1));

        assertThat(told).containsExactly("a gives up");
        parking.wake();
        assertThat(told).containsExactly("a gives up", "b goes on");
    }

    @Test
    void whoWaitsASecondTimeWaitsNoLongerInAll() {
        Named twice = new Named("a");
        parking.park(twice, 1);
        pass(Duration.ofSeconds(29));
        parking.wake();
        parking.park(twice, 1);
        pass(Duration.ofSeconds(1));

        assertThat(told).containsExactly("a goes on", "a gives up");
    }

    private Optional<Spot> park(String name, int size) {
        return parking.park(new Named(name), size);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        parking.expire();
    }

    private final class Named implements Waiter {
        private final String name;
        private long since;
        private boolean isKnown;

        Named(String name) {
            this.name = name;
        }

        @Override
        public long since(long nowNanos) {
            since = isKnown ? since : nowNanos;
            isKnown = true;
            return since;
        }

        @Override
        public void goOn() {
            told.add(name + " goes on");
        }

        @Override
        public void giveUp() {
            told.add(name + " gives up");
        }
    }
}
