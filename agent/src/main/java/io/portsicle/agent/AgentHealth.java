package io.portsicle.agent;

import java.time.Duration;
import java.util.Optional;

/// How well an agent is connected just now.
///
/// @param links links that carry requests; 0 while the agent is away
/// @param wantedLinks links that it tries to have
/// @param roundTrip the shortest of the last round trips to the relay; empty before one was
///   measured
public record AgentHealth(int links, int wantedLinks, Optional<Duration> roundTrip) {}
