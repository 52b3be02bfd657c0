package io.portsicle.relay.visitor;

import io.portsicle.relay.tls.TlsDoor;

/// What visitors meet at one of the relay's addresses. Any thread.
public sealed interface Entrance {
    /// HTTP as they speak it.
    record Plain() implements Entrance {}

    /// TLS first.
    record Tls(TlsDoor door) implements Entrance {}

    /// Nothing but the way to the entrance with TLS, which is at this port.
    record ToHttps(int port) implements Entrance {}
}
