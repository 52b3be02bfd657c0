package io.portsicle.relay.connection;

/// Knows for how long a visitor may take for what, and for how long it has taken. Times are the
/// seconds of a [Sweep].
///
/// Only the visitor's own delays count: the server behind the tunnel may be silent for hours. On
/// the visitor's event loop.
public final class Patience {
    /// What is due after another second.
    public enum Verdict {
        /// Nothing: the visitor has time.
        WAIT,
        /// The connection is of no use any longer.
        CLOSE,
        /// The head did not come to its end.
        GIVE_UP_HEAD,
        /// The visitor neither sends what is waited for nor takes what waits.
        GIVE_UP_EXCHANGE,
        /// The rest of the request's body did not come.
        GIVE_UP_BODY
    }

    private final VisitorLimits limits;
    private boolean hadRequest;
    private boolean isHurried;
    private int since;
    private int heardAt;
    private int tookAt;
    private long lastPending;

    /// A connection, or a request, begins at `now`.
    public Patience(VisitorLimits limits, int now) {
        this.limits = limits;
        begin(now);
    }

    /// A phase begins, or the first byte of a head has come.
    public void begin(int now) {
        since = now;
        heardAt = now;
        tookAt = now;
        lastPending = 0;
    }

    /// The visitor has got an answer: from now on it may take a while between two requests.
    public void answered() {
        hadRequest = true;
    }

    /// The relay closes: from now on a connection is idle for a moment only.
    public void hurry(int now) {
        isHurried = true;
        begin(now);
    }

    /// The visitor sent something.
    public void heard(int now) {
        heardAt = now;
    }

    /// Judges after another second. `isDue` says that bytes of a request are waited for: the rest
    /// of a head that has begun, or more of a body; `pending` are the bytes that wait for the
    /// visitor.
    public Verdict second(Phase phase, int now, boolean isDue, long pending) {
        boolean stalls = isStalled(now, phase == Phase.EXCHANGE && isDue, pending);
        return switch (phase) {
            case HEAD -> head(now, isDue, pending > 0, stalls);
            case EXCHANGE, UPGRADED -> stalls ? Verdict.GIVE_UP_EXCHANGE : Verdict.WAIT;
            case DRAINING -> lingered(now) ? Verdict.GIVE_UP_BODY : Verdict.WAIT;
            case CLOSING -> stalls ? Verdict.CLOSE : Verdict.WAIT;
            case LINGERING -> lingered(now) ? Verdict.CLOSE : Verdict.WAIT;
            case MOVING, PARKED, GONE -> Verdict.WAIT;
        };
    }

    private Verdict head(int now, boolean isDue, boolean readsOn, boolean stalls) {
        if (isDue) {
            return now - since >= limits.headTimeout().toSeconds()
                    ? Verdict.GIVE_UP_HEAD
                    : Verdict.WAIT;
        }
        if (readsOn) { // the last response is still on its way: that is not idle
            since = now;
            return stalls ? Verdict.CLOSE : Verdict.WAIT;
        }
        return now - since >= idleSeconds() ? Verdict.CLOSE : Verdict.WAIT;
    }

    private long idleSeconds() {
        if (isHurried) {
            return limits.lastRequestTimeout().toSeconds();
        }
        return (hadRequest ? limits.idleTimeout() : limits.headTimeout()).toSeconds();
    }

    private boolean lingered(int now) {
        return now - since >= limits.lingerTimeout().toSeconds();
    }

    private boolean isStalled(int now, boolean isBodyDue, long pending) {
        if (pending == 0 || pending != lastPending) {
            lastPending = pending;
            tookAt = now;
        }
        int silent = Math.max(isBodyDue ? now - heardAt : 0, now - tookAt);
        return silent >= limits.stallTimeout().toSeconds();
    }
}
