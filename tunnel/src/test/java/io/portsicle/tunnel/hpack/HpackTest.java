package io.portsicle.tunnel.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.portsicle.tunnel.hpack.HpackReader.Outcome;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

class HpackTest {
    private static final String[] REQUEST = {
        ":method: GET", ":scheme: https", ":authority: demo.localhost", ":path: /"
    };

    private final HpackWriter writer = new HpackWriter();
    private final HpackReader reader = new HpackReader(65_536);
    private final Fields head = new Fields();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                ":method: GET, 82",
                ":method: POST, 83",
                ":path: /, 84",
                ":scheme: http, 86",
                ":status: 204, 89",
                "`accept-encoding: gzip, deflate`, 90",
                ":method: PUT, 02 03 50 55 54",
                ":authority: a, 01 01 61",
                "accept: x, 0f 04 01 78",
                "`vary: `, bb",
                "cookie: x, 1f 11 01 78",
                "authorization: x, 1f 08 01 78",
                "set-cookie: x, 1f 28 01 78",
                "proxy-authorization: x, 1f 22 01 78",
                "x-a: b, 00 03 78 2d 61 01 62",
                ":protocol: b, 00 09 3a 70 72 6f 74 6f 63 6f 6c 01 62",
            })
    void fieldsAreIndexedOrLiteralAndSecretsNeverIndexed(String line, String block) {
        assertThat(hex(written(fields(line)))).isEqualTo(block.replace(" ", ""));
    }

    @Test
    void longTextsHaveLongLengths() {
        for (int length : new int[] {126, 127, 128, 254, 255, 16_510, 60_000}) {
            Fields sent = fields("x: " + "v".repeat(length), "n".repeat(length) + ": y");
            assertThat(new HpackReader(1 << 20).read(written(sent), head)).isEqualTo(Outcome.OK);
            assertThat(lines(head)).isEqualTo(lines(sent));
        }
    }

    @Test
    void aSmallTableOfThePeerIsAnsweredOnceAtTheStartOfABlock() {
        writer.peerTableSize(4096);
        assertThat(hex(written(fields(":method: GET")))).isEqualTo("82");
        writer.peerTableSize(0);
        assertThat(hex(written(fields(":method: GET")))).isEqualTo("2082");
        assertThat(hex(written(fields(":method: GET")))).isEqualTo("82");
        writer.peerTableSize(100);
        assertThat(hex(written(fields(":method: GET")))).isEqualTo("82");
    }

    @Test
    void nettyReadsWhatWeWrite() throws Http2Exception {
        Random random = new Random(1);
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true, 1 << 20);
        for (int i = 0; i < 3000; i++) {
            Fields sent = randomHead(random);
            assertThat(lines(decoder.decodeHeaders(1, written(sent)))).isEqualTo(lines(sent));
        }
    }

    @Test
    void weReadWhatNettyWritesMixedWithWhatWeWrite() throws Http2Exception {
        Random random = new Random(2);
        DefaultHttp2HeadersEncoder encoder =
                new DefaultHttp2HeadersEncoder(
                        (name, value) -> random.nextInt(20) == 0, false, 16, random.nextInt(20));
        for (int i = 0; i < 3000; i++) {
            Fields sent = randomHead(random);
            ByteBuf block = random.nextInt(3) == 0 ? written(sent) : Unpooled.buffer();
            if (!block.isReadable()) {
                encoder.encodeHeaders(1, netty(sent), block);
            }
            assertThat(read(block)).isEqualTo(Outcome.OK);
            assertThat(lines(head)).isEqualTo(lines(sent));
            assertThat(block.isReadable()).isFalse();
        }
    }

    @Test
    void theExamplesOfTheRfcAreRead() {
        // RFC 7541, C.4.1 to C.4.3: Huffman code and a table that fills up.
        assertThat(read(bytesOf("828684418cf1e3c2e5f23a6ba0ab90f4ff"))).isEqualTo(Outcome.OK);
        assertThat(lines(head))
                .containsExactly(
                        ":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com");
        assertThat(read(bytesOf("828684be5886a8eb10649cbf"))).isEqualTo(Outcome.OK);
        assertThat(lines(head)).contains(":authority: www.example.com", "cache-control: no-cache");
        assertThat(read(written(fields(REQUEST)))).isEqualTo(Outcome.OK);
        assertThat(read(bytesOf("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")))
                .isEqualTo(Outcome.OK);
        assertThat(lines(head)).contains(":authority: www.example.com", "custom-key: custom-value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // index 0
                "be", // index 62 of an empty table
                "ff", // cut index
                "ffffffffffff0f", // index beyond an int
                "0f", // cut name index
                "00", // no name
                "0003782d", // cut name
                "000178", // no value
                "00017805", // cut value
                "0001787fffffffff0f", // length beyond an int
                "00017f80808080808080808000", // padded integer
                "0fff", // cut integer
                "3fe2ff03", // table larger than allowed
                "00027fffff0178", // length larger than the block
                "008100", // cut Huffman text
            })
    void aBrokenBlockIsMalformed(String block) {
        assertThat(read(bytesOf(block))).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void everyCutBlockIsMalformedOrShorter() {
        ByteBuf whole =
                written(
                        fields(
                                ":status: 200",
                                "content-type: text/html",
                                "x-some-name: " + "v".repeat(300),
                                "set-cookie: a=b"));
        for (int length = 0; length < whole.readableBytes(); length++) {
            Outcome outcome = read(whole.copy(0, length));
            assertThat(outcome).isIn(Outcome.OK, Outcome.MALFORMED);
            assertThat(outcome == Outcome.MALFORMED || head.count() < 4).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Upper|a",
                "x y|a",
                "x:|a",
                "|a",
                ":unknown|a",
                "x\u0000|a",
                "\u00e9|a",
                "x|a\rb",
                "x|a\nb",
                "x|a\u0000b",
                "x|0123456\u007f",
                "x|0123456789\u0001abcdef",
                "x| a",
                "x|a ",
                "x|\ta",
                "x|a\t",
                "connection|close",
                "connection|x",
                "proxy-connection|x",
                "keep-alive|x",
                "transfer-encoding|chunked",
                "upgrade|h2c",
                "te|gzip",
                "te|trailers, gzip",
                "content-length|",
                "content-length|5x",
                "content-length|-5",
                "content-length|9223372036854775808",
                ":method|GET",
                ":path|/",
                ":status|200",
            })
    void fieldsThatHttp2ForbidsAreInvalid(String field) {
        String[] parts = field.split("\\|", 2);
        assertThat(read(literals(REQUEST, parts[0], parts[1]))).isEqualTo(Outcome.INVALID_FIELD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-lower: a",
                "x: ",
                "x: a\tb",
                "x: \u00e9",
                "te: trailers",
                "content-length: 5",
                "host: demo.localhost"
            })
    void fieldsThatHttp2AllowsPass(String line) {
        assertThat(read(written(fields(with(line))))).isEqualTo(Outcome.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method: G T",
                ":method: ",
                ":path: ",
                ":path: a",
                ":path: **",
                ":path: /a b",
                ":path: /a#b",
                ":path: /\u00e9",
                ":authority: a/b",
                ":authority: a@b",
                ":authority: ",
                ":scheme: ht tp",
                ":status: 20",
                ":status: 2000",
                ":status: 099",
                ":status: abc",
                ":protocol: a b"
            })
    void pseudoFieldsThatWouldChangeTheRequestLineAreInvalid(String line) {
        Fields sent = fields(REQUEST);
        String name = line.substring(0, line.indexOf(": "));
        sent.removeAll(KnownField.of(name.getBytes(ISO_8859_1), 0, name.length()));
        sent.add(name, line.substring(name.length() + 2));
        assertThat(read(written(sent))).isEqualTo(Outcome.INVALID_FIELD);
    }

    @Test
    void pseudoFieldsMakeUpARequestAResponseOrNothing() {
        assertThat(read(written(fields(REQUEST)))).isEqualTo(Outcome.OK);
        assertThat(read(written(fields(":status: 200")))).isEqualTo(Outcome.OK);
        assertThat(read(written(fields("grpc-status: 0")))).isEqualTo(Outcome.OK);
        assertThat(read(written(fields(":method: CONNECT", ":authority: a:1"))))
                .isEqualTo(Outcome.OK);
        assertThat(
                        read(
                                written(
                                        fields(
                                                ":method: CONNECT",
                                                ":protocol: websocket",
                                                ":scheme: http",
                                                ":authority: a",
                                                ":path: /"))))
                .isEqualTo(Outcome.OK);

        assertThat(read(written(fields(":method: GET", ":path: /"))))
                .isEqualTo(Outcome.INVALID_FIELD);
        assertThat(read(written(fields(":method: GET", ":scheme: http"))))
                .isEqualTo(Outcome.INVALID_FIELD);
        assertThat(read(written(fields(":scheme: http", ":path: /"))))
                .isEqualTo(Outcome.INVALID_FIELD);
        assertThat(read(written(fields(":status: 200", ":path: /"))))
                .isEqualTo(Outcome.INVALID_FIELD);
        assertThat(
                        read(
                                written(
                                        fields(
                                                ":method: CONNECT",
                                                ":authority: a:1",
                                                ":path: /",
                                                ":scheme: http"))))
                .isEqualTo(Outcome.INVALID_FIELD);
        assertThat(read(written(fields(with(":protocol: websocket")))))
                .isEqualTo(Outcome.INVALID_FIELD);
    }

    @Test
    void aHostFieldBecomesTheAuthorityOrMustEqualIt() {
        assertThat(read(written(fields(":method: GET", ":scheme: http", ":path: /", "host: a:1"))))
                .isEqualTo(Outcome.OK);
        assertThat(lines(head))
                .containsExactly(":method: GET", ":scheme: http", ":path: /", ":authority: a:1");
        assertThat(read(written(fields(with("host: DEMO.localhost"))))).isEqualTo(Outcome.OK);
        assertThat(head.has(KnownField.HOST)).isFalse();

        assertThat(read(written(fields(with("host: other"))))).isEqualTo(Outcome.INVALID_FIELD);
        assertThat(read(written(fields(":method: GET", ":scheme: http", ":path: /", "host: a@b"))))
                .isEqualTo(Outcome.INVALID_FIELD);
        assertThat(
                        read(
                                written(
                                        fields(
                                                ":method: GET",
                                                ":scheme: http",
                                                ":path: /",
                                                "host: a",
                                                "host: a"))))
                .isEqualTo(Outcome.INVALID_FIELD);
    }

    @Test
    void anInvalidBlockIsDecodedSoThatTheNextOneIsRead() throws Http2Exception {
        DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
        Fields invalid = fields(with("x-table: value"));
        invalid.add("connection", "close");
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(1, netty(invalid), block);
        assertThat(read(block)).isEqualTo(Outcome.INVALID_FIELD);

        block.clear();
        encoder.encodeHeaders(3, netty(fields(with("x-table: value"))), block);
        assertThat(read(block)).isEqualTo(Outcome.OK);
        assertThat(lines(head)).contains("x-table: value");
    }

    @Test
    void aListMayBeAsLargeAsAnnouncedAndNoLarger() {
        Fields sent = fields(":status: 200", "x: " + "v".repeat(100));
        int size = sent.listSize();
        assertThat(size).isEqualTo(10 + 32 + 101 + 32);

        assertThat(new HpackReader(size).read(written(sent), head)).isEqualTo(Outcome.OK);
        assertThat(new HpackReader(size - 1).read(written(sent), head))
                .isEqualTo(Outcome.TOO_LARGE);
    }

    @Test
    void aListThatGrowsFromTheTableIsTooLargeAndTheTableStaysRight() throws Http2Exception {
        HpackReader small = new HpackReader(2000);
        DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
        Fields bomb = fields(":status: 200");
        for (int i = 0; i < 60; i++) {
            bomb.add("x-bomb", "v".repeat(60));
        }
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(1, netty(bomb), block);
        assertThat(small.read(block, head)).isEqualTo(Outcome.TOO_LARGE);

        block.clear();
        encoder.encodeHeaders(3, netty(fields(":status: 200", "x-bomb: " + "v".repeat(60))), block);
        assertThat(small.read(block, head)).isEqualTo(Outcome.OK);
        assertThat(lines(head)).contains("x-bomb: " + "v".repeat(60));
    }

    @Test
    void manyEmptyFieldsCountAgainstTheList() {
        ByteBuf block = Unpooled.buffer();
        for (int i = 0; i < 10_000; i++) {
            block.writeByte(0x80 | 59);
        }
        assertThat(read(block)).isEqualTo(Outcome.TOO_LARGE);
        assertThat(head.count()).isLessThanOrEqualTo(65_536 / 32 + 1);
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(3);
        HpackReader victim = new HpackReader(4096);
        for (int i = 0; i < 50_000; i++) {
            byte[] block = new byte[random.nextInt(40)];
            random.nextBytes(block);
            if (victim.read(Unpooled.wrappedBuffer(block), head) == Outcome.MALFORMED) {
                victim = new HpackReader(4096);
            }
        }
    }

    private Outcome read(ByteBuf block) {
        return reader.read(block, head);
    }

    private ByteBuf written(Fields fields) {
        ByteBuf block = Unpooled.buffer();
        writer.write(fields, block);
        return block;
    }

    /// A plain block that a well-behaved writer would not write.
    private ByteBuf literals(String[] lines, String name, String value) {
        ByteBuf block = written(fields(lines));
        block.writeByte(0);
        for (String text : new String[] {name, value}) {
            block.writeByte(text.length());
            block.writeBytes(text.getBytes(ISO_8859_1));
        }
        return block;
    }

    private static String[] with(String line) {
        List<String> lines = new ArrayList<>(List.of(REQUEST));
        lines.add(line);
        return lines.toArray(new String[0]);
    }

    private static Fields fields(String... lines) {
        Fields fields = new Fields();
        for (String line : lines) {
            int colon = line.indexOf(": ", 1);
            fields.add(line.substring(0, colon), line.substring(colon + 2));
        }
        return fields;
    }

    private static Fields randomHead(Random random) {
        Fields fields =
                random.nextBoolean()
                        ? fields(REQUEST)
                        : fields(":status: " + (200 + random.nextInt(5)));
        String[] names = {
            "accept",
            "x-a",
            "x-b-c",
            "cookie",
            "set-cookie",
            "user-agent",
            "etag",
            "vary",
            "x-" + "n".repeat(random.nextInt(200))
        };
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            String value =
                    random.nextInt(4) == 0
                            ? ""
                            : "v"
                                    + Integer.toString(random.nextInt(50), 7)
                                            .repeat(1 + random.nextInt(100))
                                    + "\u00e9";
            fields.add(names[random.nextInt(names.length)], value);
        }
        return fields;
    }

    private static Http2Headers netty(Fields fields) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < fields.count(); i++) {
            headers.add(fields.name(i), fields.value(i));
        }
        return headers;
    }

    private static List<String> lines(Iterable<Map.Entry<CharSequence, CharSequence>> headers) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            lines.add(field.getKey() + ": " + field.getValue());
        }
        return lines;
    }

    private static List<String> lines(Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            lines.add(fields.name(i) + ": " + fields.value(i));
        }
        return lines;
    }

    private static ByteBuf bytesOf(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    private static String hex(ByteBuf bytes) {
        return ByteBufUtil.hexDump(bytes);
    }
}
