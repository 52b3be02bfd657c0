package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.portsicle.agent.local.address.AddressMapping;
import io.portsicle.agent.local.address.OwnAddress;
import io.portsicle.agent.local.address.PublicAddress;
import io.portsicle.agent.local.exchange.RequestMethod;
import io.portsicle.agent.local.exchange.RequestRules;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.Http1Writer;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;

/// Turns request heads from the tunnel into HTTP/1.1 for the local server. Event loop only.
final class RequestWriter {
    private static final int TYPICAL_HEAD = 1024;

    private final OwnAddress own;
    private final AddressMapping mapping;
    private final ByteBufAllocator allocator;

    RequestWriter(OwnAddress own, AddressMapping mapping, ByteBufAllocator allocator) {
        this.own = own;
        this.mapping = mapping;
        this.allocator = allocator;
    }

    /// The head in HTTP/1.1; `head` is changed on the way. The caller owns the result.
    ByteBuf write(Fields head, BodyFraming framing, PublicAddress visited) {
        prepare(head, visited);
        return render(head, framing);
    }

    /// The same for a request that asks for another protocol.
    ByteBuf writeUpgrade(Fields head, Upgrade upgrade, PublicAddress visited) {
        prepare(head, visited);
        upgrade.addTo(head);
        return render(head, RequestRules.framing(head, RequestMethod.of(head), true));
    }

    private void prepare(Fields head, PublicAddress visited) {
        Forwarding.stripHopByHop(head);
        mapping.toLocal(head, visited);
    }

    private ByteBuf render(Fields head, BodyFraming framing) {
        ByteBuf out = allocator.ioBuffer(TYPICAL_HEAD);
        Http1Writer.request(head, own.pathPrefix(head), own.host(head), framing, out);
        return out;
    }
}
