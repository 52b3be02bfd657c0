package io.portsicle.relay.endpoint;

/// The place of a request that waits. Any thread.
public interface Spot {
    /// The request waits no longer: its visitor left.
    void leave();
}
