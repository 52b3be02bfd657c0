package io.portsicle.agent.local.reach;

/// Where the local server is connected to; nothing else ever is. Immutable, any thread.
public sealed interface LocalPlace {
    /// A name or an address, IPv6 without brackets, and a port.
    record Port(String host, int number) implements LocalPlace {}

    /// A Unix socket, by its absolute path.
    record Socket(String path) implements LocalPlace {}
}
