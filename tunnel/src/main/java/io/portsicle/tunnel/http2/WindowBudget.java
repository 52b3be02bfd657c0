package io.portsicle.tunnel.http2;

/// What the receive windows of one connection may still grow by, in bytes: it bounds the memory
/// that streams whose reader stopped can hold. Link's event loop only.
final class WindowBudget {
    private int left;

    WindowBudget(int bytes) {
        this.left = bytes;
    }

    /// Takes up to `bytes` and returns what was granted.
    int take(int bytes) {
        int granted = Math.min(bytes, left);
        left -= granted;
        return granted;
    }

    void giveBack(int bytes) {
        left += bytes;
    }
}
