package io.portsicle.relay.ingress;

/// Tells for how long a visitor has neither sent what is waited for nor taken what waits. Long
/// pauses of the server behind the tunnel don't count: an event stream may be silent for hours.
final class Stalls {
    private int heardAt;
    private int tookAt;
    private long waiting;

    /// An exchange begins.
    void begin(int now) {
        heardAt = now;
        tookAt = now;
        waiting = 0;
    }

    /// The visitor sent something.
    void heard(int now) {
        heardAt = now;
    }

    /// A second has passed; the visitor's silence in seconds. `isBodyDue` says that more of its
    /// request is waited for, `pending` are the bytes that wait for it.
    int second(int now, boolean isBodyDue, long pending) {
        if (pending == 0 || pending != waiting) {
            waiting = pending;
            tookAt = now;
        }
        return Math.max(isBodyDue ? now - heardAt : 0, now - tookAt);
    }
}
