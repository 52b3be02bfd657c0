package io.portsicle.agent.local;

import io.portsicle.agent.local.exchange.CompletedRequest;
import io.portsicle.agent.local.reach.Reachability;

/// What is worth telling about the local server. Every call comes on the event loop of the link
/// that it is about, and must not wait.
public interface LocalListener extends Reachability.Listener {
    /// A request is over, however it ended.
    void onCompleted(CompletedRequest request);
}
