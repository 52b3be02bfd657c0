package io.portsicle.agent.local.http1;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;
import io.portsicle.tunnel.message.WebSocketKey;

import org.jspecify.annotations.Nullable;

/// The wish that a connection go on in another protocol: what extended CONNECT (RFC 8441) is in
/// HTTP/1.1, and which answer grants it. Immutable, any thread.
///
/// The key of a WebSocket handshake is drawn anew: it belongs to one connection only.
record Upgrade(String protocol, @Nullable String webSocketKey) {
    /// What the head of an extended CONNECT asks for; `nonce` is [WebSocketKey#BYTES] random bytes.
    static Upgrade of(Fields head, byte[] nonce) {
        String protocol = head.value(KnownField.PROTOCOL);
        if (protocol == null) {
            throw new IllegalArgumentException("no extended CONNECT: there is no :protocol");
        }
        boolean webSocket = protocol.equalsIgnoreCase("websocket");
        return new Upgrade(protocol, webSocket ? WebSocketKey.of(nonce) : null);
    }

    /// Adds the fields that ask for it.
    void addTo(Fields head) {
        head.add(KnownField.CONNECTION, "Upgrade").add(KnownField.UPGRADE, protocol);
        head.removeAll(KnownField.SEC_WEBSOCKET_KEY);
        head.removeAll(KnownField.SEC_WEBSOCKET_ACCEPT);
        if (webSocketKey != null) {
            head.add(KnownField.SEC_WEBSOCKET_KEY, webSocketKey);
        }
    }

    /// What is wrong with a 101, as the rest of a sentence about the server; null where it grants
    /// the wish.
    @Nullable String problem(Fields head) {
        String granted = head.value(KnownField.UPGRADE);
        if (!protocol.equalsIgnoreCase(granted)) {
            return "switched to %s, but was asked for %s"
                    .formatted(
                            granted == null ? "a protocol that it does not name" : granted,
                            protocol);
        }
        if (webSocketKey != null
                && !WebSocketKey.accept(webSocketKey)
                        .equals(head.value(KnownField.SEC_WEBSOCKET_ACCEPT))) {
            return "switched to websocket with a wrong Sec-WebSocket-Accept";
        }
        return null;
    }
}
