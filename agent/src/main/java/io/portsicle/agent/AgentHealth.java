package io.portsicle.agent;

import java.time.Duration;
import java.util.Optional;

/// How well an agent is connected: the links that carry requests, how many it wants, and the round
/// trip to the relay, once it was measured.
public record AgentHealth(int links, int wantedLinks, Optional<Duration> roundTrip) {}
