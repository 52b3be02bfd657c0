package io.portsicle.relay.registration;

import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.message.WebSocketKey;

/// What the connection of an agent becomes after the 101, and what the 101 says about it.
/// Immutable, any thread.
sealed interface Handshake {
    /// What carries HTTP/2 on the connection.
    Link.Carrier carrier();

    /// The lines of the response that belong to this protocol, each with its CRLF.
    String responseLines();

    /// HTTP/2 in WebSocket messages (RFC 6455; docs/protocol.md).
    record WebSocket(String key) implements Handshake {
        static final String PROTOCOL = "portsicle.h2";

        @Override
        public Link.Carrier carrier() {
            return Link.Carrier.WEBSOCKET;
        }

        @Override
        public String responseLines() {
            return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + WebSocketKey.accept(key)
                    + "\r\nSec-WebSocket-Protocol: "
                    + PROTOCOL
                    + "\r\n";
        }
    }

    /// Bare HTTP/2 (draft-kazuho-ptth-ptth).
    record Ptth() implements Handshake {
        static final String PROTOCOL = "ptth";
        static final String ALPN = "h2";

        @Override
        public Link.Carrier carrier() {
            return Link.Carrier.BARE;
        }

        @Override
        public String responseLines() {
            return "Upgrade: ptth\r\nConnection: Upgrade\r\nALPN: h2\r\n";
        }
    }
}
