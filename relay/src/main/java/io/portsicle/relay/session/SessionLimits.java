package io.portsicle.relay.session;

import java.time.Duration;

/// What all agents together may cost.
///
/// @param sessions the most sessions at once, those that are away included
/// @param links the most links of one session
/// @param graceTime how long the name of an agent that lost its links is kept for it
/// @param parkTimeout how long a request waits for an agent that is away
/// @param parked the most requests that wait for one session
/// @param parkedBytes what the requests that wait for all sessions may hold in memory
public record SessionLimits(
        int sessions,
        int links,
        Duration graceTime,
        Duration parkTimeout,
        int parked,
        long parkedBytes) {
    /// The defaults.
    public static final SessionLimits DEFAULT =
            new SessionLimits(
                    10_000,
                    8,
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(30),
                    1_000,
                    64L * 1024 * 1024);

    /// Refuses values that would admit nobody.
    public SessionLimits {
        positive("sessions", sessions);
        positive("links", links);
        notNegative("graceTime", graceTime);
        notNegative("parkTimeout", parkTimeout);
        if (parked < 0 || parkedBytes < 0) {
            throw new IllegalArgumentException(
                    "parked: %d, parkedBytes: %d (expected: not negative)"
                            .formatted(parked, parkedBytes));
        }
    }

    /// The same with another number of sessions.
    public SessionLimits withSessions(int most) {
        return new SessionLimits(most, links, graceTime, parkTimeout, parked, parkedBytes);
    }

    /// The same with another grace time.
    public SessionLimits withGraceTime(Duration time) {
        return new SessionLimits(sessions, links, time, parkTimeout, parked, parkedBytes);
    }

    /// The same with another time that a request waits.
    public SessionLimits withParkTimeout(Duration time) {
        return new SessionLimits(sessions, links, graceTime, time, parked, parkedBytes);
    }

    /// The same with another number of requests that wait, and what they may hold.
    public SessionLimits withParked(int most, long bytes) {
        return new SessionLimits(sessions, links, graceTime, parkTimeout, most, bytes);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("%s: %d (expected: > 0)".formatted(name, value));
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "%s: %s (expected: not negative)".formatted(name, value));
        }
    }
}
