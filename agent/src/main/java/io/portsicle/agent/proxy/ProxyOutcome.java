package io.portsicle.agent.proxy;

/// How a request for a tunnel went.
public sealed interface ProxyOutcome {
    /// What is written to the connection now goes to the other end. Whoever receives this adds its
    /// handlers before it returns: bytes behind the proxy's answer follow at once.
    record Open() implements ProxyOutcome {}

    /// The proxy asks for a user and a password, or does not accept those it was given; the
    /// connection is closed.
    record WantsCredentials() implements ProxyOutcome {}

    /// Why else there is no tunnel, in a few words that name the proxy; the connection is closed.
    record Failed(String reason) implements ProxyOutcome {}
}
