package io.portsicle.agent.local;

/// Which version of HTTP the local server is spoken to in. Upgrades always take HTTP/1.1.
public enum LocalProtocol {
    /// HTTP/2 for gRPC, which needs it, and for servers with TLS that speak nothing else; HTTP/1.1
    /// for all others.
    AUTO,
    /// HTTP/1.1.
    HTTP1,
    /// HTTP/2 without TLS, by prior knowledge (RFC 9113, 3.3).
    H2C,
    /// HTTP/2 over TLS.
    H2;

    /// Whether it can be spoken with TLS, or without.
    public boolean fits(boolean hasTls) {
        return switch (this) {
            case AUTO, HTTP1 -> true;
            case H2C -> !hasTls;
            case H2 -> hasTls;
        };
    }
}
