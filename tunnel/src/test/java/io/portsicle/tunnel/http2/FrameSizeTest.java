package io.portsicle.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.message.Fields;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Collections;

/// How large the DATA frames are that a server answers with.
class FrameSizeTest {
    private static final int KIB = 1024;
    private static final int MUCH = 240 * KIB;

    /// The preface, SETTINGS_INITIAL_WINDOW_SIZE of 1 MiB, and a window as large for all streams.
    private static final String HELLO =
            RecordedServer.PREFACE
                    + "000006040000000000"
                    + "000400100000"
                    + "00000408000000000000100000";

    private static final String GET_ON_STREAM = "0000030105000000%02x828684";

    @AutoClose private final RecordedServer server = new RecordedServer(Http2Config.DEFAULT);

    private final Recorder recorder = server.recorder;

    @BeforeEach
    void twoRequestsAreThere() {
        server.feed(HELLO + GET_ON_STREAM.formatted(1) + GET_ON_STREAM.formatted(3));
        recorder.streams.forEach(
                stream -> stream.sendHead(new Fields().add(":status", "200"), false));
        recorder.dataFrames();
    }

    @ParameterizedTest
    @CsvSource({"16384, 16384", "20000, 20000", "65536, 65536", "1048576, 65536"})
    void aFrameIsAsLargeAsThePeerTakesButNoLargerThanOurs(int peers, int expected) {
        takesFramesOf(peers);
        recorder.room = 1024 * KIB;

        send(0, MUCH);

        assertThat(recorder.dataFrames())
                .startsWith(expected, expected, expected)
                .allMatch(size -> size <= expected);
    }

    @ParameterizedTest
    @CsvSource({"10, 16", "40, 40"})
    void aFrameIsNoLargerThanWhatLeavesAtOnceButForSmallOnes(int room, int expected) {
        takesFramesOf(64 * KIB);
        recorder.room = room * KIB;

        send(0, MUCH);

        assertThat(recorder.dataFrames())
                .isEqualTo(Collections.nCopies(MUCH / KIB / expected, expected * KIB));
    }

    @Test
    void streamsThatWaitTakeTurnsWithSmallFrames() {
        takesFramesOf(64 * KIB);
        recorder.room = 0;
        send(0, 64 * KIB);
        send(1, 32 * KIB);
        recorder.room = 1024 * KIB;

        server.connection.onRoom();

        assertThat(recorder.dataFrames())
                .containsExactly(16 * KIB, 16 * KIB, 16 * KIB, 16 * KIB, 32 * KIB);
    }

    private void takesFramesOf(int bytes) {
        server.feed("000006040000000000" + "0005%08x".formatted(bytes));
        recorder.dataFrames();
    }

    private void send(int stream, int bytes) {
        recorder.streams.get(stream).sendData(Unpooled.wrappedBuffer(new byte[bytes]), false);
    }
}
