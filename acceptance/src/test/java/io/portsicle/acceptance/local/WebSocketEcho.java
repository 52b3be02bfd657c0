package io.portsicle.acceptance.local;

import io.portsicle.acceptance.wire.RawHead;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The local server's side of one WebSocket: sends every frame back, and ends behind a Close.
final class WebSocketEcho {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;

    private final LocalConnection connection;

    WebSocketEcho(LocalConnection connection) {
        this.connection = connection;
    }

    void serve(RawHead request) throws IOException {
        connection.write(
                "HTTP/1.1 101 Switching Protocols\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Upgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: "
                        + accept(request.value("sec-websocket-key").orElse(""))
                        + "\r\n\r\n");
        var in = new DataInputStream(connection.rest());
        while (echo(in) != CLOSE) {}
        connection.close();
    }

    /// Sends the next frame back without its mask (RFC 6455, 5.2); returns its opcode.
    private int echo(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i % 4];
        }
        connection.out().write(header(first, length));
        connection.out().write(payload);
        return first & 0xf;
    }

    private static byte[] header(int first, int length) {
        return length < 126
                ? new byte[] {(byte) first, (byte) length}
                : new byte[] {(byte) first, 126, (byte) (length >> 8), (byte) length};
    }

    private static String accept(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
