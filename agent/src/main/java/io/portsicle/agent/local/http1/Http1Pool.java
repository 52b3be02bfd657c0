package io.portsicle.agent.local.http1;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.local.reach.Alpn;
import io.portsicle.agent.local.reach.LocalDialer;
import io.portsicle.agent.local.reach.LocalOutcome;

/// The HTTP/1.1 connections to the local server that carry nothing just now, and the way to new
/// ones. Event loop only.
final class Http1Pool {
    private final LocalDialer dialer;
    private final IdleConnections idle;

    Http1Pool(EventLoop loop, LocalDialer dialer) {
        this.dialer = dialer;
        this.idle = new IdleConnections(loop);
    }

    /// Sends an exchange on a connection that is free, or on a new one.
    void send(Http1Exchange exchange) {
        LocalConnection free = idle.take();
        if (free == null) {
            sendOnFresh(exchange);
        } else {
            exchange.sendOn(free);
        }
    }

    /// Sends an exchange on a new connection.
    void sendOnFresh(Http1Exchange exchange) {
        dialer.dial(Alpn.HTTP1, outcome -> dialled(outcome, exchange));
    }

    /// Takes a connection that is free.
    void release(LocalConnection connection) {
        idle.give(connection);
    }

    /// Takes a channel that nobody has spoken on.
    void adopt(Channel channel) {
        idle.give(connection(channel));
    }

    /// A free connection was closed.
    void forget(LocalConnection connection) {
        idle.forget(connection);
    }

    /// Closes what is free; the rest closes behind its exchange.
    void close() {
        idle.close();
    }

    private void dialled(LocalOutcome outcome, Http1Exchange exchange) {
        switch (outcome) {
            case LocalOutcome.Connected(Channel channel) -> exchange.sendOn(connection(channel));
            case LocalOutcome.Failed(OwnAnswer why) -> exchange.onNoConnection(why);
            case LocalOutcome.OtherProtocol(OwnAnswer why) -> exchange.onNoConnection(why);
        }
    }

    private LocalConnection connection(Channel channel) {
        LocalConnection connection = new LocalConnection(this, channel);
        channel.pipeline().addLast("local", connection);
        return connection;
    }
}
