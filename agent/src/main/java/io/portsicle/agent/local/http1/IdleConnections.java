package io.portsicle.agent.local.http1;

import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/// Open connections without a request. The last one given is the next one taken, so that those
/// nobody needs grow old together and are closed before the local server does it: Node's servers
/// close after 5 s. Event loop only.
final class IdleConnections {
    static final Duration LONGEST_IDLE = Duration.ofSeconds(4);
    static final int MAX_IDLE = 512;

    private final EventLoop loop;
    private final ArrayDeque<LocalConnection> connections = new ArrayDeque<>();
    private boolean timerRuns;
    private boolean closed;

    IdleConnections(EventLoop loop) {
        this.loop = loop;
    }

    /// A connection that is still open, or null.
    @Nullable LocalConnection take() {
        LocalConnection connection = connections.pollLast();
        while (connection != null && !connection.isOpen()) {
            connection = connections.pollLast();
        }
        return connection;
    }

    /// Keeps a connection for later, or closes it where there are enough.
    void give(LocalConnection connection) {
        if (closed || connections.size() >= MAX_IDLE) {
            connection.close();
            return;
        }
        connection.idleSince(loop.ticker().nanoTime());
        connections.addLast(connection);
        if (!timerRuns) {
            sweepAfter(LONGEST_IDLE.toNanos());
        }
    }

    /// The connection was closed from the other side.
    void forget(LocalConnection connection) {
        connections.removeLastOccurrence(connection);
    }

    int count() {
        return connections.size();
    }

    /// Closes all of them, and those still to be given.
    void close() {
        closed = true;
        while (!connections.isEmpty()) {
            connections.removeLast().close();
        }
    }

    private void sweepAfter(long nanos) {
        timerRuns = true;
        loop.schedule(this::sweep, nanos, TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        timerRuns = false;
        long now = loop.ticker().nanoTime();
        long oldestAllowed = now - LONGEST_IDLE.toNanos();
        LocalConnection oldest = connections.peekFirst();
        while (oldest != null && oldest.idleSince() - oldestAllowed <= 0) {
            connections.removeFirst().close();
            oldest = connections.peekFirst();
        }
        if (oldest != null) {
            sweepAfter(oldest.idleSince() - oldestAllowed);
        }
    }
}
