package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class WebSocketReaderTest {
    private final Recorded events = new Recorded();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 13, 14, 15, 64, 100_000})
    void messagesOfAllSizesAreReadHoweverTheyAreCut(int pieceSize) {
        ByteBuf wire = Unpooled.buffer();
        StringBuilder sent = new StringBuilder();
        for (int size : new int[] {1, 7, 125, 126, 127, 65_535, 65_536, 70_001}) {
            String text = "abcdefghij".repeat(size / 10 + 1).substring(0, size);
            sent.append(text);
            wire.writeBytes(message(WebSocketSeal.masking(), text, null));
        }

        feed(new WebSocketReader(events, true), wire, pieceSize);

        assertThat(events.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo(sent.toString());
        assertThat(events.broken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void aMaskGoesOnAcrossTheTwoPartsOfAMessage(int firstSize) {
        String text = "the mask goes on where the first part ended, whatever its size";
        ByteBuf wire =
                message(
                        WebSocketSeal.masking(),
                        text.substring(0, firstSize),
                        text.substring(firstSize));

        feed(new WebSocketReader(events, true), wire, 1000);

        assertThat(events.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo(text);
    }

    @Test
    void controlFramesMayComeBetweenFragments() {
        ByteBuf wire = Unpooled.buffer();
        wire.writeByte(0x02).writeByte(3).writeBytes("one".getBytes(StandardCharsets.US_ASCII));
        append(
                WebSocketSeal.plain()
                        .control(
                                UnpooledByteBufAllocator.DEFAULT,
                                WebSocketFrame.PING,
                                Unpooled.wrappedBuffer(new byte[] {9})),
                wire);
        wire.writeByte(0x80).writeByte(3).writeBytes("two".getBytes(StandardCharsets.US_ASCII));
        append(WebSocketSeal.plain().farewell(UnpooledByteBufAllocator.DEFAULT), wire);

        feed(new WebSocketReader(events, false), wire, 4);

        assertThat(events.bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("onetwo");
        assertThat(events.pings).containsExactly("09");
        assertThat(events.closes).containsExactly(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "8103616263, a text message",
        "c203616263, reserved bits",
        "8003616263, frame out of order",
        "0203616263 8203616263, frame out of order",
        "0900, bad control frame",
        "897e0080, bad control frame",
        "8b00, bad control frame",
        "8283000000006162, wrong masking",
        "827f8000000000000000, reserved bits",
        "827e007d, length not in its shortest form",
        "897e0001, length not in its shortest form",
        "827f000000000000ffff, length not in its shortest form",
        "880103, bad control frame",
        "880203e7, bad close frame",
        "880203ed, bad close frame",
        "88021388, bad close frame",
        "880303e8ff, bad close frame"
    })
    void whatBreaksTheProtocolIsNamed(String hex, String reason) {
        ByteBuf wire = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));

        feed(new WebSocketReader(events, false), wire, 1);

        assertThat(events.broken).containsExactly(reason);
    }

    @ParameterizedTest
    @CsvSource({"8800, 1000", "880203e9, 1001", "880503f6c3a921, 1014", "88021387, 4999"})
    void aCloseSaysItsStatusOrNone(String hex, int status) {
        ByteBuf wire = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

        feed(new WebSocketReader(events, false), wire, 1);

        assertThat(events.closes).containsExactly(status);
        assertThat(events.broken).isEmpty();
    }

    private static ByteBuf message(WebSocketSeal seal, String first, String second) {
        ByteBuf start = Unpooled.buffer();
        start.setIndex(seal.headRoom(), seal.headRoom())
                .writeCharSequence(first, StandardCharsets.US_ASCII);
        ByteBuf rest =
                second == null ? null : Unpooled.copiedBuffer(second, StandardCharsets.US_ASCII);
        seal.seal(start, rest);
        return rest == null ? start : Unpooled.wrappedBuffer(start, rest);
    }

    private static void append(ByteBuf frame, ByteBuf wire) {
        wire.writeBytes(frame);
        frame.release();
    }

    private static void feed(WebSocketReader reader, ByteBuf wire, int pieceSize) {
        byte[] bytes = ByteBufUtil.getBytes(wire);
        wire.release();
        for (int at = 0; at < bytes.length; at += pieceSize) {
            reader.read(Unpooled.wrappedBuffer(bytes, at, Math.min(pieceSize, bytes.length - at)));
        }
    }

    private static final class Recorded implements WebSocketReader.Events {
        final ByteBuf bytes = Unpooled.buffer();
        final List<String> pings = new ArrayList<>();
        final List<Integer> closes = new ArrayList<>();
        final List<String> broken = new ArrayList<>();

        @Override
        public void onBytes(ByteBuf in) {
            bytes.writeBytes(in);
        }

        @Override
        public void onPing(ByteBuf payload) {
            pings.add(ByteBufUtil.hexDump(payload));
        }

        @Override
        public void onClose(int status) {
            closes.add(status);
        }

        @Override
        public void onBroken(int status, String reason) {
            broken.add(reason);
        }
    }
}
