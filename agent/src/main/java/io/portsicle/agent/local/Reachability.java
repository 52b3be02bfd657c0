package io.portsicle.agent.local;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether the local server takes connections, told once for each change. Any thread: the event
/// loops of an agent share one.
public final class Reachability {
    private final String address;
    private final LocalListener listener;
    private final AtomicBoolean isReachable = new AtomicBoolean(true);

    /// `address` is how the local server is called in events.
    public Reachability(String address, LocalListener listener) {
        this.address = address;
        this.listener = listener;
    }

    void connected() {
        if (!isReachable.get() && isReachable.compareAndSet(false, true)) {
            listener.onBack(address);
        }
    }

    void failed(String reason) {
        if (isReachable.compareAndSet(true, false)) {
            listener.onUnreachable(address, reason);
        }
    }
}
