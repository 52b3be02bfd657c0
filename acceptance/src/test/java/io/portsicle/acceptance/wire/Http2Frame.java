package io.portsicle.acceptance.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One frame of HTTP/2 (RFC 9113, 4.1) as it stands on the wire, whatever it holds: nothing here
/// keeps a test from sending what no library would.
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Http2Frame(Type type, int flags, int stream, byte[] payload) {
    /// What tests send and look at; every other type is read as UNKNOWN.
    public enum Type {
        DATA(0),
        HEADERS(1),
        RST_STREAM(3),
        SETTINGS(4),
        PING(6),
        GOAWAY(7),
        WINDOW_UPDATE(8),
        CONTINUATION(9),
        UNKNOWN(0xff);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        private static Type of(int code) {
            for (Type type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            return UNKNOWN;
        }
    }

    /// Also ACK, of SETTINGS and PING.
    public static final int END_STREAM = 1;

    public static final int END_HEADERS = 4;

    private static final int LARGEST_IN_7_BITS = 127;

    /// A header block of literals without indexing, no Huffman codes (RFC 7541, 6.2.2): the bytes
    /// of names and values as they are.
    public static byte[] block(List<RawField> fields) {
        var block = new ByteArrayOutputStream();
        for (RawField field : fields) {
            block.write(0);
            writeString(block, field.name().getBytes(StandardCharsets.ISO_8859_1));
            writeString(block, field.value().getBytes(StandardCharsets.ISO_8859_1));
        }
        return block.toByteArray();
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// Four bytes of the payload as a number.
    public int word(int at) {
        return (payload[at] & 0xff) << 24
                | (payload[at + 1] & 0xff) << 16
                | (payload[at + 2] & 0xff) << 8
                | payload[at + 3] & 0xff;
    }

    public byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        bytes.write(payload.length >>> 16);
        bytes.write(payload.length >>> 8);
        bytes.write(payload.length);
        bytes.write(type.code);
        bytes.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(stream >>> shift);
        }
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    /// The next frame; an EOFException where the peer has ended the connection.
    public static Http2Frame read(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        Type type = Type.of(in.readUnsignedByte());
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        return new Http2Frame(type, flags, stream, in.readNBytes(length));
    }

    /// RFC 7541, 5.1 and 5.2.
    private static void writeString(ByteArrayOutputStream out, byte[] text) {
        if (text.length < LARGEST_IN_7_BITS) {
            out.write(text.length);
        } else {
            out.write(LARGEST_IN_7_BITS);
            int rest = text.length - LARGEST_IN_7_BITS;
            for (; rest >= 128; rest >>>= 7) {
                out.write(rest & 0x7f | 0x80);
            }
            out.write(rest);
        }
        out.writeBytes(text);
    }
}
