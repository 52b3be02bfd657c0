package io.portsicle.relay.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.relay.visitor.Caller;

/// Serves visitors who turn out to speak HTTP/2 with prior knowledge (RFC 9113, 3.3), on a
/// connection where HTTP/1.1 was as likely. On the visitor's event loop.
public interface PriorKnowledge {
    /// Takes over the caller's connection, which nobody reads from any longer; `first`, which this
    /// takes over as well, are its first bytes, the whole preface among them.
    void takeOver(Caller caller, ByteBuf first);
}
