package io.portsicle.tunnel.http1;

import static io.portsicle.tunnel.http1.Messages.bytes;
import static io.portsicle.tunnel.http1.Messages.lines;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1BodyReaderTest {
    private final Http1BodyReader reader = new Http1BodyReader();

    @Test
    void noBodyIsCompleteAtOnce() {
        reader.start(BodyFraming.NONE);
        assertThat(reader.isComplete()).isTrue();
        assertThat(reader.read(bytes("GET"))).isNull();

        reader.start(new BodyFraming.Length(0));
        assertThat(reader.isComplete()).isTrue();
    }

    @Test
    void aLengthCountsBytesAndLeavesTheRest() {
        reader.start(new BodyFraming.Length(5));
        ByteBuf in = bytes("abc");

        assertThat(readAll(in)).isEqualTo("abc");
        assertThat(reader.isComplete()).isFalse();
        assertThat(reader.endsAtClose()).isFalse();
        in.writeBytes(bytes("deGET /"));
        assertThat(readAll(in)).isEqualTo("de");
        assertThat(reader.isComplete()).isTrue();
        assertThat(in.toString(ISO_8859_1)).isEqualTo("GET /");
    }

    @Test
    void aLengthMayBeLargerThanAnInt() {
        reader.start(new BodyFraming.Length(Long.MAX_VALUE));
        assertThat(readAll(bytes("abc"))).isEqualTo("abc");
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void untilCloseTakesEverything() {
        reader.start(BodyFraming.UNTIL_CLOSE);
        assertThat(readAll(bytes("abc"))).isEqualTo("abc");
        assertThat(reader.endsAtClose()).isTrue();
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void chunksBecomeOneBodyInEverySplit() {
        String body =
                "5\r\n"
                        + "hello\r\n"
                        + "00A;a=\"\\\"; v\";b=c;d\r\n"
                        + ", world!\r\n\r\n"
                        + "0;last\r\n"
                        + "X-Sum: 1\r\n"
                        + "Grpc-Status: 0\r\n\r\n";
        for (int split = 0; split < body.length(); split++) {
            reader.start(BodyFraming.CHUNKED);
            ByteBuf in = bytes(body.substring(0, split));
            String read = readAll(in);
            in.writeBytes(bytes(body.substring(split) + "GET"));

            assertThat(read + readAll(in)).as("split at %d", split).isEqualTo("hello, world!\r\n");
            assertThat(reader.isComplete()).isTrue();
            assertThat(lines(reader.trailers())).containsExactly("x-sum: 1", "grpc-status: 0");
            assertThat(in.toString(ISO_8859_1)).isEqualTo("GET");
        }
    }

    @Test
    void payloadIsHandedOnBeforeItsChunkEnds() {
        reader.start(BodyFraming.CHUNKED);
        assertThat(readAll(bytes("ffff\r\nabc"))).isEqualTo("abc");
        assertThat(reader.isComplete()).isFalse();
    }

    @Test
    void piecesShareTheMemoryOfTheInput() {
        reader.start(new BodyFraming.Length(3));
        ByteBuf in = bytes("abc");
        ByteBuf piece = reader.read(in);
        assertThat(in.refCnt()).isEqualTo(2);
        piece.release();
        assertThat(in.refCnt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+3\r\nabc\r\n",
                "-3\r\n",
                "0x3\r\nabc\r\n",
                " 3\r\nabc\r\n",
                "3 \r\nabc\r\n",
                "3 ;x\r\nabc\r\n",
                "\r\n",
                ";x\r\n",
                "g\r\n",
                "3\nabc\r\n",
                "3\r\rabc",
                "3\r\nabcd\r\n",
                "3\r\nabc\n",
                "3\r\nabc\rX",
                "3\r\nabcX",
                "1000000000000000\r\n",
                "0000000000000003\r\nabc\r\n",
                "fffffffffffffffff\r\n",
                "3;a\nb\r\nabc\r\n",
                "3;a\rb\r\nabc\r\n",
                "3;\u0000\r\nabc\r\n",
                "3;\r\nabc\r\n",
                "3;;a\r\nabc\r\n",
                "3;a=\r\nabc\r\n",
                "3;a=\"b\r\nabc\r\n",
                "3;a=\"\\\"\r\nabc\r\n",
                "3;a b\r\nabc\r\n",
                "3;a=\"b\"c\r\nabc\r\n",
                "3;\u00e9\r\nabc\r\n",
                "0\n\r\n",
                "0\r\n\n",
                "0\r\n A: b\r\n\r\n",
                "0\r\nA : b\r\n\r\n",
                "0\r\nA: b\r\n c\r\n\r\n",
                "0\r\nA: b\n\r\n",
                "0\r\nA\r\n\r\n",
                "0\r\n\rX"
            })
    void looseChunksAreInvalid(String body) {
        reader.start(BodyFraming.CHUNKED);
        readAll(bytes(body));
        assertThat(reader.isInvalid()).isTrue();
        assertThat(reader.isComplete()).isFalse();
        assertThat(reader.read(bytes("more"))).isNull();
    }

    @Test
    void aSizeHasAtMostFifteenDigits() {
        reader.start(BodyFraming.CHUNKED);
        assertThat(readAll(bytes("fffffffffffffff\r\nabc"))).isEqualTo("abc");
        assertThat(reader.isInvalid()).isFalse();
    }

    @Test
    void extensionsHaveALimit() {
        reader.start(BodyFraming.CHUNKED);
        assertThat(readAll(bytes("1;" + "x".repeat(4096) + "\r\na\r\n"))).isEqualTo("a");
        assertThat(reader.isInvalid()).isFalse();

        readAll(bytes("1;" + "x".repeat(4097)));
        assertThat(reader.isInvalid()).isTrue();
    }

    @Test
    void trailersHaveALimit() {
        Http1BodyReader small = new Http1BodyReader(new Http1Limits(64, 2));
        small.start(BodyFraming.CHUNKED);
        assertThat(small.read(bytes("0\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n"))).isNull();
        assertThat(small.isInvalid()).isTrue();

        small.start(BodyFraming.CHUNKED);
        assertThat(small.read(bytes("0\r\nA: " + "x".repeat(64)))).isNull();
        assertThat(small.isInvalid()).isTrue();
    }

    @Test
    void trailersThatWouldChangeTheMessageAreDropped() {
        reader.start(BodyFraming.CHUNKED);
        readAll(
                bytes(
                        "0\r\n"
                                + "Content-Length: 5\r\n"
                                + "Host: a\r\n"
                                + "Transfer-Encoding: chunked\r\n"
                                + "Authorization: x\r\n"
                                + "X_Forwarded_For: 1\r\n"
                                + "TE: trailers\r\n"
                                + "ok: 1\r\n\r\n"));
        assertThat(lines(reader.trailers())).containsExactly("ok: 1");
    }

    @Test
    void trailersOfTheLastBodyAreGone() {
        reader.start(BodyFraming.CHUNKED);
        readAll(bytes("0\r\na: 1\r\n\r\n"));
        reader.start(BodyFraming.CHUNKED);
        readAll(bytes("0\r\n\r\n"));
        assertThat(reader.isComplete()).isTrue();
        assertThat(lines(reader.trailers())).isEmpty();
    }

    private String readAll(ByteBuf in) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf piece = reader.read(in); piece != null; piece = reader.read(in)) {
            all.writeBytes(piece);
            piece.release();
        }
        return all.toString(ISO_8859_1);
    }
}
