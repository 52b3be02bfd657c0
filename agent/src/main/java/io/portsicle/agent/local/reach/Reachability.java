package io.portsicle.agent.local.reach;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether the local server takes connections, told once for each change. Any thread: the event
/// loops of an agent share one.
public final class Reachability {
    /// Hears of each change, on the event loop that saw it, and must not wait.
    public interface Listener {
        /// Connections are refused from now on; said once.
        void onUnreachable(String address, String reason);

        /// Connections are taken again.
        void onBack(String address);
    }

    private final String address;
    private final Listener listener;
    private final AtomicBoolean isReachable = new AtomicBoolean(true);

    /// `address` is how the local server is called in events.
    public Reachability(String address, Listener listener) {
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
