package io.portsicle.relay.session;

import java.time.Duration;

/// What all agents together may cost.
///
/// @param sessions the most sessions at once, those that are away included
/// @param graceTime how long the name of an agent that lost its link is kept for it
public record SessionLimits(int sessions, Duration graceTime) {
    /// The defaults.
    public static final SessionLimits DEFAULT = new SessionLimits(10_000, Duration.ofMinutes(2));

    /// Refuses values that would admit nobody.
    public SessionLimits {
        if (sessions <= 0) {
            throw new IllegalArgumentException("sessions: %d (expected: > 0)".formatted(sessions));
        }
        if (graceTime.isNegative()) {
            throw new IllegalArgumentException(
                    "graceTime: %s (expected: not negative)".formatted(graceTime));
        }
    }
}
