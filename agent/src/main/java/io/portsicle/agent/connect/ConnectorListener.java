package io.portsicle.agent.connect;

import java.time.Duration;

/// What a [Connector] has to tell. Every call comes on its event loop.
public interface ConnectorListener {
    /// The endpoint carries requests; `again` when that was so before.
    void onConnected(Registration registration, boolean again);

    /// The endpoint's link was lost.
    void onDisconnected(String reason, Duration retryIn);

    /// One of several links was lost, or is there; the endpoint carries requests all the time.
    void onLinks(int links, int wanted, String reason);

    /// The relay can't be reached; once, until it was.
    void onUnreachable(String reason, Duration retryIn);

    /// The connector has stopped for good; last.
    void onEnded(Ending ending, String message);
}
