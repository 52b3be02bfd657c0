package io.portsicle.tunnel.hpack;

import io.portsicle.tunnel.message.KnownField;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// HPACK's static table (RFC 7541, Appendix A): the name of every index, and the value where it has
/// one.
final class StaticTable {
    static final int LENGTH = 61;

    private static final KnownField[] NAMES = new KnownField[LENGTH + 1];
    private static final byte[][] VALUES = new byte[LENGTH + 1][];

    static {
        Arrays.fill(VALUES, new byte[0]);
        for (KnownField field : KnownField.values()) {
            if (field.staticIndex() > 0) {
                NAMES[field.staticIndex()] = field;
            }
        }
        entry(2, KnownField.METHOD, "GET", "POST");
        entry(4, KnownField.PATH, "/", "/index.html");
        entry(6, KnownField.SCHEME, "http", "https");
        entry(8, KnownField.STATUS, "200", "204", "206", "304", "400", "404", "500");
        entry(16, KnownField.ACCEPT_ENCODING, "gzip, deflate");
    }

    private StaticTable() {}

    static KnownField name(int index) {
        return NAMES[index];
    }

    static byte[] value(int index) {
        return VALUES[index];
    }

    /// The index whose name and value are both given, or 0.
    static int find(KnownField name, byte[] a, int from, int to) {
        for (int i = name.staticIndex(); i > 0 && i <= LENGTH && NAMES[i] == name; i++) {
            if (Arrays.equals(VALUES[i], 0, VALUES[i].length, a, from, to)) {
                return i;
            }
        }
        return 0;
    }

    private static void entry(int first, KnownField name, String... values) {
        for (int i = 0; i < values.length; i++) {
            NAMES[first + i] = name;
            VALUES[first + i] = values[i].getBytes(StandardCharsets.US_ASCII);
        }
    }
}
