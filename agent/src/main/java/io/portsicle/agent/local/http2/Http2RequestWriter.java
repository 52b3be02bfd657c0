package io.portsicle.agent.local.http2;

import io.portsicle.agent.local.address.AddressMapping;
import io.portsicle.agent.local.address.OwnAddress;
import io.portsicle.agent.local.address.PublicAddress;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

/// Turns request heads from the tunnel into those that the local server is sent in HTTP/2.
/// Immutable.
final class Http2RequestWriter {
    private final OwnAddress own;
    private final AddressMapping mapping;

    Http2RequestWriter(OwnAddress own, AddressMapping mapping) {
        this.own = own;
        this.mapping = mapping;
    }

    /// `head` is changed on the way; the result is the caller's own.
    Fields write(Fields head, PublicAddress visited) {
        Forwarding.stripHopByHop(head);
        mapping.toLocal(head, visited);
        head.set(KnownField.AUTHORITY, own.host(head));
        head.set(KnownField.SCHEME, own.scheme());
        String prefix = own.pathPrefix(head);
        if (prefix != null) {
            head.set(KnownField.PATH, prefix + head.value(KnownField.PATH));
        }
        return head.copy();
    }
}
