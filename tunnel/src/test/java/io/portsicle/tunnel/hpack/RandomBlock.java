package io.portsicle.tunnel.hpack;

import static io.portsicle.tunnel.fuzz.Draft.text;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.portsicle.tunnel.fuzz.Draft;

import java.util.Arrays;

/// Makes the HPACK blocks of one connection, in all representations (RFC 7541, 6), with a count of
/// what the table holds, so that sound ones point to what is there.
final class RandomBlock {
    static final String AUTHORITY = ":authority";
    static final String HOST = "host";

    private static final int STATIC = 61;
    private static final int TABLE_SIZE = 4096;
    private static final int OVERHEAD = 32;
    private static final byte[] BREAKERS = {
        0, 1, 0x0f, 0x10, 0x20, 0x3f, 0x40, 0x7f, (byte) 0x80, (byte) 0x82, (byte) 0xbe, (byte) 0xff
    };

    /// A text as a string literal (RFC 7541, 5.2), plain and in Huffman's code.
    private record Text(byte[] plain, byte[] huffman, int length) {
        static Text of(String text) {
            byte[] bytes = text(text);
            ByteBuf out = Unpooled.buffer();
            try {
                new DefaultHttp2HeadersEncoder((name, value) -> true, false, 16, 0)
                        .encodeHeaders(
                                1,
                                new DefaultHttp2Headers(false)
                                        .add("x", new io.netty.util.AsciiString(bytes, true)),
                                out);
            } catch (Http2Exception impossible) {
                throw new IllegalStateException(impossible);
            }
            byte[] field = ByteBufUtil.getBytes(out);
            int value = 2 + (field[1] & 0x7f);
            byte[] plain = new byte[1 + bytes.length];
            plain[0] = (byte) bytes.length;
            System.arraycopy(bytes, 0, plain, 1, bytes.length);
            return new Text(plain, Arrays.copyOfRange(field, value, field.length), bytes.length);
        }

        static Text[] of(String... texts) {
            return Arrays.stream(texts).map(Text::of).toArray(Text[]::new);
        }
    }

    private static final Text[] NAMES =
            Text.of(
                    "x-a",
                    "accept",
                    "user-agent",
                    "x-some-longer-name",
                    "cookie",
                    "grpc-status",
                    "set-cookie",
                    "x-b_c.d");
    private static final Text[] ODD_NAMES =
            Text.of(
                    "X-A",
                    "",
                    "connection",
                    "a b",
                    "te",
                    "content-length",
                    "host",
                    "x\u00e9",
                    ":method",
                    ":x",
                    "transfer-encoding",
                    "upgrade",
                    "x:",
                    "keep-alive",
                    "proxy-connection",
                    ":protocol",
                    ":status",
                    ":authority");
    private static final Text[] VALUES =
            Text.of(
                    "",
                    "1",
                    "text/html; charset=utf-8",
                    "a=b; c=d",
                    "caf\u00e9",
                    "a\tb",
                    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
                    "deflate, gzip;q=0.5",
                    "0123456789".repeat(12));
    private static final Text[] ODD_VALUES =
            Text.of(
                    " a",
                    "a ",
                    "a\0b",
                    "a\rb",
                    "a\nb",
                    "\u007f",
                    "close",
                    "trailers",
                    "5",
                    "+5",
                    "99999999999999999999",
                    "demo",
                    "a@b",
                    "\ta",
                    "\u0001");
    private static final Text[] AUTHORITIES =
            Text.of("demo.localhost", "a:8080", "[::1]:80", "x_y.example");
    private static final Text[] ODD_AUTHORITIES =
            Text.of("", "a/b", "a@b", "a:b", "a:99999", "a b", "[::1", "demo");
    private static final Text[] PATHS = Text.of("/", "/a?b=c&d", "/%2F/..", "*", "//x");
    private static final Text[] ODD_PATHS =
            Text.of("", "a", "/a b", "/#", "**", "/\u00e9", "http://a/");
    private static final Text[] STATUS = Text.of("100", "201", "204", "999");
    private static final Text[] ODD_STATUS = Text.of("", "20", "2000", "099", "abc", "2 0");
    private static final Text[] METHODS = Text.of("PUT", "get", "M-SEARCH", "DELETE");
    private static final Text[] ODD_METHODS = Text.of("", "CONNECT", "G T", "GET\0");
    private static final Text LENGTH_NAME = Text.of("content-length");
    private static final Text[] LENGTHS = Text.of("0", "5", "9223372036854775807");
    private static final Text TE = Text.of("te");
    private static final Text[] TRAILERS = Text.of("trailers", "trailers");

    private final int[] nameSizes = new int[TABLE_SIZE / OVERHEAD + 1];
    private final int[] sizes = new int[TABLE_SIZE / OVERHEAD + 1];
    private int count;
    private int used;
    private int max;

    void newConnection() {
        count = 0;
        used = 0;
        max = TABLE_SIZE;
    }

    void put(Draft draft) {
        int start = draft.length();
        boolean plain = draft.oneIn(3);
        if (!plain && draft.oneIn(6)) {
            putSize(draft, draft.isOdd() ? draft.below(10_000) : draft.below(TABLE_SIZE + 1));
        }
        putPseudo(draft, plain);
        for (int fields = draft.below(4); fields > 0; fields--) {
            putField(draft, plain);
        }
        if (draft.oneIn(6)) {
            putLiteral(draft, plain, 0, LENGTH_NAME, LENGTHS[draft.below(LENGTHS.length)]);
        }
        if (draft.oneIn(10)) {
            putLiteral(draft, plain, 0, TE, TRAILERS[0]);
        }
        if (draft.isOdd()) {
            putOddity(draft);
        }
        draft.wound(BREAKERS, start);
    }

    private void putPseudo(Draft draft, boolean plain) {
        switch (draft.below(4)) {
            case 0 -> {}
            case 1 -> {
                if (draft.oneIn(2)) {
                    draft.put(0x88 + draft.below(7));
                } else {
                    putLiteral(draft, plain, 8, LENGTH_NAME, one(draft, STATUS, ODD_STATUS));
                }
            }
            default -> putRequest(draft, plain);
        }
    }

    private void putRequest(Draft draft, boolean plain) {
        if (draft.oneIn(3)) {
            putLiteral(draft, plain, 2, LENGTH_NAME, one(draft, METHODS, ODD_METHODS));
        } else {
            draft.put(0x82 + draft.below(2));
        }
        if (!draft.isOdd()) {
            draft.put(0x86 + draft.below(2));
        }
        if (draft.oneIn(2)) {
            draft.put(0x84 + draft.below(2));
        } else {
            putLiteral(draft, plain, 4, LENGTH_NAME, one(draft, PATHS, ODD_PATHS));
        }
        if (!draft.oneIn(4)) {
            putLiteral(draft, plain, 1, LENGTH_NAME, one(draft, AUTHORITIES, ODD_AUTHORITIES));
        }
    }

    private static Text one(Draft draft, Text[] usual, Text[] odd) {
        Text[] choices = draft.isOdd() ? odd : usual;
        return choices[draft.below(choices.length)];
    }

    private void putField(Draft draft, boolean plain) {
        if (!plain && count > 0 && draft.oneIn(3)) {
            putNumber(draft, 0x80, 7, STATIC + 1 + draft.below(count));
            return;
        }
        Text value = one(draft, VALUES, ODD_VALUES);
        if (!plain && count > 0 && draft.oneIn(4)) {
            int entry = draft.below(count);
            putKind(draft, false, STATIC + 1 + entry, nameSizes[entry], value);
            putText(draft, false, value);
        } else if (draft.oneIn(3)) {
            // accept-charset to www-authenticate, without those that have rules of their own
            int index = 15 + draft.below(STATIC - 14);
            putKind(draft, plain, index == 28 || index == 38 || index == 57 ? 31 : index, 0, value);
            putText(draft, plain, value);
        } else {
            putLiteral(draft, plain, 0, one(draft, NAMES, ODD_NAMES), value);
        }
    }

    private void putLiteral(Draft draft, boolean plain, int index, Text name, Text value) {
        // what may stand once only, or first, is not put into the table
        boolean kept = index == 0 && name != LENGTH_NAME && name != TE;
        if (kept) {
            putKind(draft, plain, index, name.length(), value);
        } else {
            putNumber(draft, draft.oneIn(2) ? 0x00 : 0x10, 4, index);
        }
        if (index == 0) {
            putText(draft, plain, name);
        }
        putText(draft, plain, value);
    }

    /// The first byte of a literal; a name from the static table has a size that is looked up.
    private void putKind(Draft draft, boolean plain, int index, int nameSize, Text value) {
        if (plain || draft.oneIn(2)) {
            putNumber(draft, draft.oneIn(2) ? 0x00 : 0x10, 4, index);
            return;
        }
        putNumber(draft, 0x40, 6, index);
        insert(
                index > 0 && index <= STATIC ? StaticTable.name(index).bytes().length : nameSize,
                value.length());
    }

    private void insert(int nameSize, int valueSize) {
        int size = OVERHEAD + nameSize + valueSize;
        evict(max - size);
        if (size <= max) {
            System.arraycopy(sizes, 0, sizes, 1, count);
            System.arraycopy(nameSizes, 0, nameSizes, 1, count);
            sizes[0] = size;
            nameSizes[0] = nameSize;
            count++;
            used += size;
        }
    }

    private void evict(int room) {
        while (count > 0 && used > room) {
            used -= sizes[--count];
        }
    }

    private void putSize(Draft draft, int size) {
        putNumber(draft, 0x20, 5, size);
        if (size <= TABLE_SIZE) {
            max = size;
            evict(max);
        }
    }

    private void putOddity(Draft draft) {
        switch (draft.below(6)) {
            case 0 -> putNumber(draft, 0x80, 7, draft.below(200));
            case 1 -> putSize(draft, draft.below(8192));
            case 2 -> putNumber(draft, 0x00, 4, Integer.MAX_VALUE - draft.below(3));
            case 3 -> draft.put(0x00).put(0x7f).putRandom(5);
            case 4 -> draft.put(0x10).put(0x82).putRandom(2).put(0);
            default -> draft.putRandom(1 + draft.below(4));
        }
    }

    private static void putText(Draft draft, boolean plain, Text text) {
        if (plain || draft.oneIn(2)) {
            draft.put(text.plain());
        } else {
            draft.put(text.huffman());
        }
    }

    private static void putNumber(Draft draft, int bits, int prefix, int number) {
        int max = (1 << prefix) - 1;
        if (number < max) {
            draft.put(bits | number);
            return;
        }
        draft.put(bits | max);
        int rest = number - max;
        for (; rest >= 0x80; rest >>>= 7) {
            draft.put(rest & 0x7f | 0x80);
        }
        draft.put(rest);
    }
}
