package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.portsicle.agent.local.address.AddressMapping;
import io.portsicle.agent.local.address.OwnAddress;
import io.portsicle.agent.local.exchange.VisitorRequest;
import io.portsicle.agent.local.reach.LocalDialer;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.WebSocketKey;

import java.security.SecureRandom;

/// The local server in HTTP/1.1: carries requests on pooled connections, upgrades on connections of
/// their own. Event loop only.
public final class Http1Client {
    private final Http1Pool pool;
    private final RequestWriter writer;
    private final SecureRandom random = new SecureRandom();

    public Http1Client(EventLoop loop, LocalDialer dialer, OwnAddress own, AddressMapping mapping) {
        this.pool = new Http1Pool(loop, dialer);
        this.writer = new RequestWriter(own, mapping, ByteBufAllocator.DEFAULT);
    }

    /// Carries a request; the result hears the rest of it. `head` is changed and not kept.
    public StreamListener carry(VisitorRequest request, Fields head) {
        ByteBuf text = writer.write(head, request.body().framing(), request.visited());
        LocalExchange exchange = new LocalExchange(pool, request, text);
        pool.send(exchange);
        return exchange;
    }

    /// Carries a request for another protocol (RFC 8441), whose method is already the one that is
    /// meant. `head` is changed and not kept.
    public StreamListener upgrade(VisitorRequest request, Fields head) {
        Upgrade upgrade = Upgrade.of(head, nonce());
        ByteBuf text = writer.writeUpgrade(head, upgrade, request.visited());
        UpgradeExchange exchange = new UpgradeExchange(request, upgrade, text);
        pool.sendOnFresh(exchange);
        return exchange;
    }

    /// Takes an open channel that nobody has spoken on, and owns it.
    public void adopt(Channel channel) {
        pool.adopt(channel);
    }

    /// Closes the idle connections; those that carry an exchange close behind it.
    public void close() {
        pool.close();
    }

    private byte[] nonce() {
        byte[] nonce = new byte[WebSocketKey.BYTES];
        random.nextBytes(nonce);
        return nonce;
    }
}
