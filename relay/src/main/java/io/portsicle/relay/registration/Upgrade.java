package io.portsicle.relay.registration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundInvoker;
import io.netty.channel.EventLoop;
import io.portsicle.relay.endpoint.EndpointName;
import io.portsicle.relay.endpoint.PublicUrls;
import io.portsicle.relay.session.Session;
import io.portsicle.relay.session.SessionRegistry;

import java.net.URI;
import java.util.Set;

/// Turns the connection of an admitted agent into a link of its session. Once, on the channel's
/// event loop.
public final class Upgrade {
    private final Handshake handshake;
    private final Session session;
    private final int number;
    private final String agent;
    private final PublicUrls urls;
    private final SessionRegistry sessions;

    Upgrade(
            Handshake handshake,
            Session session,
            int number,
            String agent,
            PublicUrls urls,
            SessionRegistry sessions) {
        this.agent = agent;
        this.handshake = handshake;
        this.session = session;
        this.number = number;
        this.urls = urls;
        this.sessions = sessions;
    }

    /// Where the other links of the session live.
    public Set<EventLoop> loopsOfOtherLinks() {
        return session.loops();
    }

    /// Sends the 101 and starts the link behind it: its preface must not come first, and the
    /// session must have its link before the agent can tell anybody of the URL. The caller has
    /// removed its own handlers; `leftover`, which this takes over, are bytes that came behind the
    /// request. They must not pass TLS a second time.
    public void complete(Channel channel, ByteBuf leftover) {
        ChannelHandlerContext tls = channel.pipeline().lastContext();
        ChannelInboundInvoker belowTheLink = tls == null ? channel.pipeline() : tls;
        channel.write(ByteBufUtil.writeAscii(channel.alloc(), response()), channel.voidPromise());
        sessions.connect(session, channel, handshake.carrier(), number, agent);
        channel.flush();
        if (leftover.isReadable()) {
            belowTheLink.fireChannelRead(leftover);
            belowTheLink.fireChannelReadComplete();
        } else {
            leftover.release();
        }
    }

    /// The 101. Its values are the relay's own: names, ids and URLs, none of which can hold a line
    /// break.
    String response() {
        StringBuilder response = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
        response.append(handshake.responseLines());
        line(response, RegistrationField.SESSION, session.id());
        line(response, RegistrationField.RESUME, session.secret().value());
        EndpointName name = session.name();
        line(response, RegistrationField.LINKS, Integer.toString(sessions.linksPerSession()));
        line(response, RegistrationField.NAME, name.value());
        line(response, RegistrationField.URL, urls.url(name).toString());
        for (URI also : urls.alsoAt(name)) {
            line(response, RegistrationField.ALSO_AT, also.toString());
        }
        return response.append("\r\n").toString();
    }

    private static void line(StringBuilder response, RegistrationField field, String value) {
        response.append(field.canonical()).append(": ").append(value).append("\r\n");
    }
}
