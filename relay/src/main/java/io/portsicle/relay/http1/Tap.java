package io.portsicle.relay.http1;

import io.netty.channel.socket.SocketChannel;

/// Stops and starts the reading of a visitor's socket. Each turn costs a system call: only real
/// backpressure is worth it.
final class Tap {
    private final SocketChannel channel;
    private boolean isClosed;

    Tap(SocketChannel channel) {
        this.channel = channel;
    }

    boolean isClosed() {
        return isClosed;
    }

    void close() {
        if (!isClosed) {
            isClosed = true;
            channel.config().setAutoRead(false);
        }
    }

    /// Reads on; false when nothing had stopped.
    boolean open() {
        if (!isClosed) {
            return false;
        }
        isClosed = false;
        channel.config().setAutoRead(true);
        return true;
    }
}
