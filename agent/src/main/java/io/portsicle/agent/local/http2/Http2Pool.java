package io.portsicle.agent.local.http2;

import io.netty.channel.Channel;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.local.reach.Alpn;
import io.portsicle.agent.local.reach.LocalDialer;
import io.portsicle.agent.local.reach.LocalOutcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The HTTP/2 connections to the local server: opened when the others are full, left when they have
/// been idle for a while. Event loop only.
final class Http2Pool {
    static final int MAX_CONNECTIONS = 8;

    private final LocalDialer dialer;
    private final String label;
    private final List<LocalHttp2> open = new ArrayList<>();
    private final ArrayDeque<Http2Exchange> waiting = new ArrayDeque<>();
    private boolean dialling;
    private boolean closed;

    Http2Pool(LocalDialer dialer, String label) {
        this.dialer = dialer;
        this.label = label;
    }

    /// Sends an exchange on a connection that has room for it, or has one opened.
    void send(Http2Exchange exchange) {
        leaveUsedUp();
        LocalHttp2 free = withRoom();
        if (free != null) {
            exchange.sendOn(free);
        } else if (dialling || open.size() < MAX_CONNECTIONS) {
            waiting.add(exchange);
            dial();
        } else {
            exchange.sendOn(leastBusy());
        }
    }

    /// Takes nothing new; what runs goes on.
    void close() {
        closed = true;
        List.copyOf(open).forEach(LocalHttp2::leave);
        open.clear();
    }

    // ---- from the connections

    /// A new connection has heard that the server speaks HTTP/2.
    void ready(LocalHttp2 connection) {
        dialling = false;
        if (closed) {
            connection.leave();
        } else {
            open.add(connection);
        }
        sendWaiting(connection);
    }

    /// A connection takes no further streams.
    void leaving(LocalHttp2 connection) {
        open.remove(connection);
    }

    /// A connection was closed, perhaps before it was of any use.
    void gone(LocalHttp2 connection) {
        boolean wasReady = open.remove(connection) || connection.wasReady();
        if (!wasReady) {
            dialling = false;
            failWaiting(OwnAnswer.badResponse(label, connection.lossReason()));
        }
    }

    /// The numbers of streams come to their end after a billion of them.
    private void leaveUsedUp() {
        for (LocalHttp2 connection : List.copyOf(open)) {
            if (!connection.isAccepting()) {
                open.remove(connection);
                connection.leave();
            }
        }
    }

    private void dial() {
        if (!dialling) {
            dialling = true;
            dialer.dial(Alpn.HTTP2, this::dialled);
        }
    }

    private void dialled(LocalOutcome outcome) {
        switch (outcome) {
            case LocalOutcome.Connected(Channel channel) ->
                    channel.pipeline().addLast("local", new LocalHttp2(this, channel));
            case LocalOutcome.Failed(OwnAnswer why) -> noConnection(why);
            case LocalOutcome.OtherProtocol(OwnAnswer why) -> noConnection(why);
        }
    }

    private void noConnection(OwnAnswer why) {
        dialling = false;
        failWaiting(why);
    }

    /// As many as it takes; for the rest there is another one.
    private void sendWaiting(LocalHttp2 connection) {
        while (!waiting.isEmpty() && connection.hasRoom()) {
            waiting.remove().sendOn(connection);
        }
        List<Http2Exchange> rest = List.copyOf(waiting);
        waiting.clear();
        rest.forEach(this::send);
    }

    private void failWaiting(OwnAnswer why) {
        List<Http2Exchange> failed = List.copyOf(waiting);
        waiting.clear();
        failed.forEach(exchange -> exchange.onNoConnection(why));
    }

    private @Nullable LocalHttp2 withRoom() {
        for (LocalHttp2 connection : open) {
            if (connection.hasRoom()) {
                return connection;
            }
        }
        return null;
    }

    private LocalHttp2 leastBusy() {
        return open.stream().min(Comparator.comparingInt(LocalHttp2::activeStreams)).orElseThrow();
    }
}
