package io.portsicle.agent.local;

/// Whether the local server takes connections, told once for each change. Event loop only.
final class Reachability {
    private final String address;
    private final LocalListener listener;
    private boolean reachable = true;

    Reachability(String address, LocalListener listener) {
        this.address = address;
        this.listener = listener;
    }

    void connected() {
        if (!reachable) {
            reachable = true;
            listener.onBack(address);
        }
    }

    void failed(String reason) {
        if (reachable) {
            reachable = false;
            listener.onUnreachable(address, reason);
        }
    }
}
