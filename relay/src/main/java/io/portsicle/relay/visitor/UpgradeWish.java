package io.portsicle.relay.visitor;

import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;
import io.portsicle.tunnel.message.WebSocketKey;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Pattern;

/// What a visitor of HTTP/1.1 asked for by `Upgrade` (RFC 9110, 7.8), and how it crosses the
/// tunnel: as extended CONNECT (RFC 8441, 4 and 5). Immutable, any thread.
///
/// @param token the protocol, as the visitor wrote it
/// @param method the method of the request
/// @param key the key of a WebSocket handshake
public record UpgradeWish(String token, String method, @Nullable String key) {
    private static final Pattern PROTOCOL =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+(/[!#$%&'*+.^_`|~0-9A-Za-z-]+)?");
    private static final String WEBSOCKET = "websocket";
    private static final String GET = "GET";
    private static final String CONNECT = "CONNECT";

    /// The wish in a head whose hop-by-hop fields are still there, or null. Of several protocols
    /// the first one counts. Versions of HTTP and TLS are for the next hop only, which is the relay
    /// itself.
    static @Nullable UpgradeWish of(Fields head) {
        String upgrade = head.value(KnownField.UPGRADE);
        if (upgrade == null || !head.lists(KnownField.CONNECTION, "upgrade")) {
            return null;
        }
        String token = upgrade.split(",", 2)[0].strip();
        String method = String.valueOf(head.value(KnownField.METHOD));
        return isForwardable(token)
                ? new UpgradeWish(token, method, head.value(KnownField.SEC_WEBSOCKET_KEY))
                : null;
    }

    /// Whether a protocol may be spoken with the local server. One that is HTTP would take its
    /// requests past every rule of the relay (h2c smuggling).
    public static boolean isForwardable(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        boolean isForNextHop =
                lower.equals("h2c") || lower.startsWith("tls/") || lower.startsWith("http/");
        return !isForNextHop && PROTOCOL.matcher(token).matches();
    }

    /// Whether the handshake can be answered at all (RFC 6455, 4.2.1).
    boolean isAnswerable() {
        return !isWebSocket() || key != null && WebSocketKey.isValid(key);
    }

    /// Makes the request extended CONNECT, whatever it was before.
    public void putInto(Fields head) {
        head.set(KnownField.METHOD, CONNECT);
        head.set(KnownField.PROTOCOL, token);
        if (!method.equals(GET)) {
            head.set(KnownField.PORTSICLE_METHOD, method);
        }
        head.removeAll(KnownField.SEC_WEBSOCKET_KEY);
        head.removeAll(KnownField.CONTENT_LENGTH);
    }

    /// Makes the request an ordinary one: the upgrade is ignored.
    public void takeOutOf(Fields head) {
        head.set(KnownField.METHOD, method);
        head.removeAll(KnownField.PROTOCOL);
        head.removeAll(KnownField.PORTSICLE_METHOD);
    }

    /// Whether a response to extended CONNECT says that the bytes of the new protocol follow.
    public static boolean isGranted(Fields response) {
        int status = response.status();
        return status >= 200 && status < 300 && !response.has(KnownField.PORTSICLE_UPGRADE);
    }

    /// Makes a response that grants the wish the 101 that the visitor waits for.
    public void grant(Fields response) {
        response.set(KnownField.STATUS, "101");
        response.add(KnownField.CONNECTION, "Upgrade");
        response.add(KnownField.UPGRADE, token);
        if (isWebSocket() && key != null) {
            response.removeAll(KnownField.SEC_WEBSOCKET_ACCEPT);
            response.add(KnownField.SEC_WEBSOCKET_ACCEPT, WebSocketKey.accept(key));
        }
    }

    private boolean isWebSocket() {
        return token.equalsIgnoreCase(WEBSOCKET);
    }
}
