package io.portsicle.agent.local.http2;

import io.portsicle.agent.local.address.AddressMapping;
import io.portsicle.agent.local.address.OwnAddress;
import io.portsicle.agent.local.exchange.VisitorRequest;
import io.portsicle.agent.local.reach.LocalDialer;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

/// The local server in HTTP/2: carries requests on streams of pooled connections. Event loop only.
public final class Http2Client {
    private final Http2Pool pool;
    private final Http2RequestWriter writer;

    /// `label` is what the server is called in messages.
    public Http2Client(LocalDialer dialer, String label, OwnAddress own, AddressMapping mapping) {
        this.pool = new Http2Pool(dialer, label);
        this.writer = new Http2RequestWriter(own, mapping);
    }

    /// Carries a request; the result hears the rest of it. `head` is changed and not kept.
    public StreamListener carry(VisitorRequest request, Fields head) {
        Fields changed = writer.write(head, request.visited());
        Http2Exchange exchange = new Http2Exchange(pool, request, changed);
        pool.send(exchange);
        return exchange;
    }

    /// Takes nothing new; what runs goes on.
    public void close() {
        pool.close();
    }
}
