package io.portsicle.tunnel.http2;

/// What the receive windows of one connection may still grow by, in bytes: it bounds the memory
/// that streams whose reader stopped can hold. No window gets more than half of what there is for
/// it, so that a few of those streams leave something for the next. Link's event loop only.
final class WindowBudget {
    private int left;

    WindowBudget(int bytes) {
        this.left = bytes;
    }

    /// Takes up to `bytes` for a window that has `taken` already, and returns what was granted.
    int take(int bytes, int taken) {
        int half = (int) (((long) left + taken) / 2);
        int granted = Math.max(0, Math.min(bytes, half - taken));
        left -= granted;
        return granted;
    }

    void giveBack(int bytes) {
        left += bytes;
    }
}
