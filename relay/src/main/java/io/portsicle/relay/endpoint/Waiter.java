package io.portsicle.relay.endpoint;

/// A request that waits for its agent. Called on any thread, at most once for each [Spot].
public interface Waiter {
    /// Since when it waits, on the holder's clock in nanoseconds: `nowNanos` the first time, and
    /// the same answer ever after, so that a request which has to wait twice does not wait twice as
    /// long.
    long since(long nowNanos);

    /// The endpoint has a link again, or another holder: the request may go on.
    void goOn();

    /// It has waited for as long as a request may.
    void giveUp();
}
