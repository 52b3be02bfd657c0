package io.portsicle.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What bytes do to a server's connection, cut in every way.
class InboundFramesTest {
    private static final String SETTINGS = "000000040000000000";

    /// GET http / as one HEADERS frame on stream 1, ended.
    private static final String GET = "000003010500000001 828684".replace(" ", "");

    private static final String RESET = "000004030000000001" + "00000008";

    @AutoClose
    private final RecordedServer server =
            new RecordedServer(Http2Config.DEFAULT.withStreams(10, 0).withResetsPerSecond(20));

    private final Recorder recorder = server.recorder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 10, 1000})
    void aRequestIsReadHoweverItIsCut(int pieceSize) {
        // HEADERS padded and with priority, not ended; DATA padded by 3, ended
        String head = "00000b 01 2c 00000001 02 0000000010 828684 0000".replace(" ", "");
        String data = "000009 00 09 00000001 03 68656c6c6f 000000".replace(" ", "");

        server.feed(RecordedServer.PREFACE + SETTINGS + head + data, pieceSize);

        assertThat(recorder.events)
                .containsExactly(
                        "settings", "stream 1 [:method, :scheme, :path]", "data hello", "end");
    }

    @ParameterizedTest
    @CsvSource({
        "no preface,                '474554',                                     PROTOCOL_ERROR",
        "no settings first,         '{P}0000080600000000000000000000000000',       PROTOCOL_ERROR",
        "frame too large,           '{P}{S}010001000000000001',                   FRAME_SIZE_ERROR",
        "DATA on stream 0,          '{P}{S}000001000000000000 00',                PROTOCOL_ERROR",
        "DATA on idle stream,       '{P}{S}000001000000000001 00',                PROTOCOL_ERROR",
        "even stream id,            '{P}{S}000003010500000002 828684',            PROTOCOL_ERROR",
        "CONTINUATION alone,        '{P}{S}000003090400000001 828684',            PROTOCOL_ERROR",
        "frame inside a block,      '{P}{S}000003010100000001 828684 {S}',        PROTOCOL_ERROR",
        "SETTINGS of 5 bytes,       '{P}000005040000000000 0000000000',           FRAME_SIZE_ERROR",
        "SETTINGS ack with bytes,   '{P}{S}000006040100000000 000000000000',      FRAME_SIZE_ERROR",
        "window too large setting,  '{P}000006040000000000 000480000000',        "
                + " FLOW_CONTROL_ERROR",
        "PING of 7 bytes,           '{P}{S}000007060000000000 00000000000000',    FRAME_SIZE_ERROR",
        "PING on a stream,          '{P}{S}000008060000000001 0000000000000000',  PROTOCOL_ERROR",
        "RST on idle stream,        '{P}{S}000004030000000001 00000008',          PROTOCOL_ERROR",
        "WINDOW_UPDATE of 0,        '{P}{S}000004080000000000 00000000',          PROTOCOL_ERROR",
        "WINDOW_UPDATE overflow,    '{P}{S}000004080000000000 7fffffff',         "
                + " FLOW_CONTROL_ERROR",
        "PUSH_PROMISE,              '{P}{S}000004050400000001 00000002',          PROTOCOL_ERROR",
        "HEADERS on passed stream,  '{P}{S}000003010500000005 828684                               "
                + "     000003010500000003 828684',            PROTOCOL_ERROR",
        "HEADERS on closed stream,  '{P}{S}000003010500000001 828684         000004030000000001"
                + " 00000008 000003010500000001 828684',            STREAM_CLOSED",
        "bad HPACK,                 '{P}{S}000001010500000001 ff',               "
                + " COMPRESSION_ERROR",
        "padding over the frame,    '{P}{S}000003010d00000001 058286',            PROTOCOL_ERROR"
    })
    void whatBreaksTheConnectionEndsIt(String what, String hex, ErrorCode error) {
        server.feed(hex.replace("{P}", RecordedServer.PREFACE).replace("{S}", SETTINGS), 7);

        assertThat(recorder.events).as(what).last().isEqualTo("failed " + error);
        assertThat(recorder.wire()).as(what).contains("07" + "00" + "00000000");
    }

    @Test
    void dataBehindTheEndResetsItsStreamOnly() {
        server.feed(RecordedServer.PREFACE + SETTINGS + GET + "000001000000000001" + "00", 100);

        assertThat(recorder.events).contains("closed ResetHere[error=STREAM_CLOSED]");
        assertThat(recorder.events).noneMatch(event -> event.startsWith("failed"));
    }

    @Test
    void dataBehindAResetOfThePeerIsAnErrorOfThatStreamOnly() {
        server.feed(
                RecordedServer.PREFACE + SETTINGS + GET + RESET + "000001000000000001" + "00", 100);

        assertThat(recorder.wire()).contains("000004030000000001" + "00000005");
        assertThat(recorder.events).noneMatch(event -> event.startsWith("failed"));
    }

    @Test
    void whoResetsTooOftenIsSentAway() {
        StringBuilder hex = new StringBuilder(RecordedServer.PREFACE + SETTINGS);
        for (int id = 1; id <= 41; id += 2) {
            hex.append(String.format("0000030105%08x828684", id));
            hex.append(String.format("0000040300%08x00000008", id));
        }

        server.feed(hex.toString(), 1000);

        assertThat(recorder.events).last().isEqualTo("failed ENHANCE_YOUR_CALM");
    }

    /// A reset that our own answer to a bad frame needs counts like the peer's (MadeYouReset).
    @Test
    void whoMakesUsResetTooOftenIsSentAway() {
        StringBuilder hex = new StringBuilder(RecordedServer.PREFACE + SETTINGS);
        for (int id = 1; id <= 41; id += 2) {
            hex.append(String.format("0000030104%08x828684", id));
            hex.append(String.format("0000040800%08x00000000", id));
        }

        server.feed(hex.toString(), 1000);

        assertThat(recorder.events).last().isEqualTo("failed ENHANCE_YOUR_CALM");
    }

    /// Netty's container of fields would have put it first.
    @Test
    void aPseudoFieldBehindAnOrdinaryOneIsMalformedAlsoInHuffmansCode() {
        // :method GET, :scheme http, then "a: b" in Huffman's code, then :path /
        server.feed(
                RecordedServer.PREFACE
                        + SETTINGS
                        + "000008010500000001"
                        + "8286"
                        + "00811f818f"
                        + "84",
                100);

        assertThat(recorder.wire()).contains("000004030000000001" + "00000001");
    }

    @Test
    void streamsBeyondTheLimitAreRefused() {
        StringBuilder hex = new StringBuilder(RecordedServer.PREFACE + SETTINGS);
        for (int id = 1; id <= 21; id += 2) {
            hex.append(String.format("0000030105%08x828684", id));
        }

        server.feed(hex.toString(), 1000);

        assertThat(recorder.events).filteredOn(event -> event.startsWith("stream")).hasSize(10);
        assertThat(recorder.wire()).contains("00000403000000001500000007");
    }

    @Test
    void aFloodOfPingsEndsTheConnection() {
        server.feed(
                RecordedServer.PREFACE
                        + SETTINGS
                        + "0000080600000000000000000000000000".repeat(2_000),
                10_000);

        assertThat(recorder.events).last().isEqualTo("failed ENHANCE_YOUR_CALM");
    }

    @Test
    void aBlockWithoutEndIsBoundedWhileItArrives() {
        StringBuilder hex =
                new StringBuilder(RecordedServer.PREFACE + SETTINGS + "000001010100000001" + "82");
        for (int i = 0; i < 100; i++) {
            hex.append("000000090000000001");
        }

        server.feed(hex.toString(), 1000);

        assertThat(recorder.events).last().isEqualTo("failed ENHANCE_YOUR_CALM");
    }

    @Test
    void unknownFramesAndSettingsAreIgnored() {
        server.feed(
                RecordedServer.PREFACE
                        + "000006040000000000"
                        + "00ff00000001"
                        + "000003fa0000000000"
                        + "010203"
                        + GET,
                3);

        assertThat(recorder.events).contains("stream 1 [:method, :scheme, :path]");
    }
}
