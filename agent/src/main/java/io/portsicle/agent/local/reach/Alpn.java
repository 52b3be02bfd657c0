package io.portsicle.agent.local.reach;

import java.util.List;

/// What is offered to a local server with TLS (RFC 7301). One protocol at a time: most servers
/// would take HTTP/2 where they may choose.
public enum Alpn {
    HTTP1("http/1.1"),
    HTTP2("h2");

    private final String protocol;

    Alpn(String protocol) {
        this.protocol = protocol;
    }

    List<String> offered() {
        return List.of(protocol);
    }

    /// Whether a server that chose `protocol` may be spoken to so. A server that knows nothing of
    /// ALPN speaks HTTP/1.1.
    boolean isMetBy(String chosen) {
        return chosen.equals(protocol) || this == HTTP1 && chosen.isEmpty();
    }
}
