package io.portsicle.relay.registration;

import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

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
        private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        private static final int KEY_BYTES = 16;

        /// Whether a `Sec-WebSocket-Key` is one: 16 bytes in base 64 (RFC 6455, 4.1).
        static boolean isKey(String text) {
            try {
                return Base64.getDecoder().decode(text).length == KEY_BYTES;
            } catch (IllegalArgumentException notBase64) {
                return false;
            }
        }

        @Override
        public Link.Carrier carrier() {
            return Link.Carrier.WEBSOCKET;
        }

        @Override
        public String responseLines() {
            return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + accept(key)
                    + "\r\nSec-WebSocket-Protocol: "
                    + PROTOCOL
                    + "\r\n";
        }

        /// RFC 6455, 4.2.2: SHA-1 as the proof that the server has read the key.
        static String accept(String key) {
            try {
                byte[] sha1 =
                        MessageDigest.getInstance("SHA-1")
                                .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(sha1);
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("every Java has SHA-1", missing);
            }
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

    /// Whether a comma-separated list of the field's lines holds `token`, given in lower case.
    static boolean lists(Fields head, KnownField name, String token) {
        for (int i = head.find(name); i >= 0; i = head.find(name, i + 1)) {
            for (String item : head.value(i).split(",", -1)) {
                if (item.strip().toLowerCase(Locale.ROOT).equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }
}
