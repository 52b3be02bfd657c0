package io.portsicle.agent.connect;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// One attempt to get a link for a [Slot]. It happens on the lane's event loop; the slot, which
/// lives on the connector's, hears of the outcome there, unless it has abandoned the search before.
final class Search {
    private final Slot slot;
    private final Lane lane;
    private Attempts.@Nullable Attempt attempt;
    private boolean isAbandoned;

    Search(Slot slot, Lane lane) {
        this.slot = slot;
        this.lane = lane;
    }

    void begin(Optional<Registration> last) {
        lane.run(
                () -> {
                    if (!isAbandoned) {
                        attempt = lane.attempts().begin(slot.number(), last, this::attempted);
                    }
                });
    }

    void abandon() {
        lane.run(
                () -> {
                    isAbandoned = true;
                    if (attempt != null) {
                        attempt.abandon();
                    }
                });
    }

    private void attempted(UpgradeOutcome outcome) {
        attempt = null;
        if (outcome instanceof UpgradeOutcome.Accepted accepted) {
            Line line = new Line(slot, accepted.registration(), lane);
            line.start(accepted.channel());
            slot.onLoop(() -> slot.found(this, line));
        } else {
            slot.onLoop(() -> slot.failed(this, outcome));
        }
    }
}
