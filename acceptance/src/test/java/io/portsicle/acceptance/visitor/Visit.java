package io.portsicle.acceptance.visitor;

import java.time.Duration;
import java.time.Instant;

/// One request of a [SteadyLoad]: when it was due, when it was sent, when it was over, and how it
/// ended.
public record Visit(long id, Instant due, Instant sent, Instant over, Ending ending) {
    /// How a request ended.
    public sealed interface Ending {}

    /// A whole answer, 200, to this very request.
    public record Answered() implements Ending {}

    /// A whole answer with another status; `error` is its `Portsicle-Error` field or empty.
    public record Refused(int status, String error) implements Ending {}

    /// Anything else, and what the visitor was doing then.
    public record Broken(Phase phase, String why) implements Ending {}

    /// What a visitor does, in this order.
    public enum Phase {
        CONNECT,
        SEND,
        HEAD,
        BODY
    }

    public boolean succeeded() {
        return ending instanceof Answered;
    }

    /// A failure with this status.
    public boolean wasRefusedWith(int status) {
        return ending instanceof Refused refused && refused.status() == status;
    }

    /// From when it was due.
    public Duration latency() {
        return Duration.between(due, over);
    }
}
