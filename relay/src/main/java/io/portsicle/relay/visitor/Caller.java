package io.portsicle.relay.visitor;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.relay.endpoint.Lease;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// What is known of a visitor's connection beyond one request: where it comes from, and where its
/// requests mostly go. On the connection's event loop, which may change.
public final class Caller {
    private final Reception reception;
    private final Entrance entrance;
    private final SocketChannel channel;
    private final ForwardedFields forwarded;
    private final UsualLink usual;

    private byte[] lastAuthority = {};
    private Route.@Nullable ToEndpoint lastRoute;

    /// Whoever came in at an entrance by a connection.
    public Caller(Reception reception, Entrance entrance, SocketChannel channel) {
        this.reception = reception;
        this.entrance = entrance;
        this.channel = channel;
        this.usual = new UsualLink(reception.placement()::oneLoopIsEnough);
        this.forwarded =
                new ForwardedFields(
                        channel.remoteAddress().getAddress(), reception.scheme(entrance));
    }

    /// What it shares with all others.
    public Reception reception() {
        return reception;
    }

    /// The connection.
    public SocketChannel channel() {
        return channel;
    }

    /// The event loop of the connection, where everything about this caller happens.
    public EventLoop loop() {
        return channel.eventLoop();
    }

    /// The connection is gone; it carried that many requests. A handshake of TLS made the visit a
    /// long one whatever came behind it.
    public void left(int requests) {
        if (requests <= 1 && !(entrance instanceof Entrance.Tls)) {
            reception.placement().visitWasShort();
        } else {
            reception.placement().visitIsLong();
        }
    }

    /// Its requests don't take the connection to another event loop.
    public void staysOnItsLoop() {
        usual.neverShare();
    }

    /// It gets so many bytes of a response's body.
    public void received(int bytes) {
        usual.received(bytes);
    }

    ForwardedFields forwarded() {
        return forwarded;
    }

    /// The link for the next request to an endpoint, or null while it has none.
    @Nullable Link link(Lease to, int seconds) {
        return usual.of(to, loop(), seconds);
    }

    /// The next request is to look at all links.
    void forgetLink() {
        usual.forget();
    }

    /// The route of a request.
    Route route(Fields head) {
        Route route = find(head);
        if (!(entrance instanceof Entrance.ToHttps(int port))) {
            return route;
        }
        String authority = head.value(KnownField.AUTHORITY);
        return HttpsRedirect.instead(
                route,
                authority == null ? reception.ownAuthority() : authority,
                String.valueOf(head.value(KnownField.PATH)),
                port);
    }

    /// Visitors mostly ask the same host again; what was found is good while the lease lasts.
    private Route find(Fields head) {
        int authority = head.find(KnownField.AUTHORITY);
        if (authority >= 0 && lastRoute != null && !lastRoute.lease().isEnded()) {
            int from = head.valueStart(authority);
            int to = head.valueEnd(authority);
            if (Arrays.equals(lastAuthority, 0, lastAuthority.length, head.bytes(), from, to)) {
                return lastRoute;
            }
        }
        String host = authority < 0 ? null : head.value(authority);
        String path = String.valueOf(head.value(KnownField.PATH));
        Route route = reception.router().route(host, path, head);
        remember(route, head, authority);
        return route;
    }

    /// Path URLs are not remembered: the next request on the same host may name another endpoint.
    private void remember(Route route, Fields head, int authority) {
        lastRoute = null;
        if (authority >= 0 && route instanceof Route.ToEndpoint endpoint && !endpoint.isPathUrl()) {
            lastRoute = endpoint;
            lastAuthority =
                    Arrays.copyOfRange(
                            head.bytes(), head.valueStart(authority), head.valueEnd(authority));
        }
    }
}
