package io.portsicle.relay.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.portsicle.relay.RelayConfig;
import io.portsicle.relay.harness.Local;
import io.portsicle.relay.harness.RawVisitor;
import io.portsicle.relay.harness.RunningRelay;
import io.portsicle.tunnel.http2.Http2Config;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.IgnoringListener;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class BackpressureTest {
    private static final int SIZE = 64 * 1024 * 1024;

    private final RunningRelay relay = start(RelayConfig.builder());

    /// How visitors and agents come in.
    RunningRelay start(RelayConfig.Builder config) {
        return RunningRelay.start(config);
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    @Test
    void aVisitorWhoDoesNotReadHoldsBackItsOwnResponseOnly() throws Exception {
        List<Download> downloads = new CopyOnWriteArrayList<>();
        relay.agent(
                "big", (stream, head, end) -> start(new Download(stream, SIZE, 16_000), downloads));
        relay.agent("small", Local.saying("quick"));
        RawVisitor slow = relay.smallVisitor().send("GET / HTTP/1.1\nHost: big.localhost\n\n");
        awaitStandstill(downloads);

        // What the link's window, the relay's water mark and both sockets hold.
        assertThat(downloads.getFirst().sent()).isLessThan(SIZE / 2);
        RawVisitor other = relay.visitor().send("GET / HTTP/1.1\nHost: small.localhost\n\n");
        assertThat(other.readBody(other.readHead())).isEqualTo("quick");

        slow.readHead();
        assertThat(slow.read(SIZE)).hasSize(SIZE);
        await().until(() -> downloads.getFirst().end != null);
        assertThat(downloads.getFirst().end).isEqualTo(new StreamEnd.Completed());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5000, 100_000})
    void everyByteArrivesWhateverTheSizeOfThePieces(int piece) throws Exception {
        int size = piece * 300;
        relay.agent(
                "big",
                (stream, head, end) ->
                        start(new Download(stream, size, piece), new CopyOnWriteArrayList<>()));
        RawVisitor visitor = relay.visitor().send("GET / HTTP/1.1\nHost: big.localhost\n\n");

        visitor.readHead();
        byte[] body = visitor.read(size);
        for (int i = 0; i < size; i++) {
            assertThat(body[i]).isEqualTo((byte) (i / piece));
        }
    }

    @Test
    void tinyPiecesThatPiledUpArriveInOrder() throws Exception {
        int size = 8_000_000;
        List<Download> downloads = new CopyOnWriteArrayList<>();
        relay.agent("big", (stream, head, end) -> start(new Download(stream, size, 50), downloads));
        RawVisitor slow = relay.smallVisitor().send("GET / HTTP/1.1\nHost: big.localhost\n\n");
        awaitStandstill(downloads);
        assertThat(downloads.getFirst().sent()).isLessThan(size);

        slow.readHead();
        byte[] body = slow.read(size);
        for (int i = 0; i < size; i += 49) {
            assertThat(body[i]).isEqualTo((byte) (i / 50));
        }
    }

    @Test
    void windowsAreSmallWhenAnExchangeBegins() {
        // The tests above rely on it, and so does the memory of a relay with many visitors who do
        // not read.
        assertThat(Http2Config.DEFAULT.initialWindow()).isLessThanOrEqualTo(1024 * 1024);
    }

    private static StreamListener start(Download download, List<Download> downloads) {
        downloads.add(download);
        download.begin();
        return download;
    }

    private static void awaitStandstill(List<Download> downloads) {
        int[] last = {-1};
        await().pollInterval(Duration.ofMillis(300))
                .until(
                        () -> {
                            int sent = downloads.isEmpty() ? 0 : downloads.getFirst().sent();
                            boolean stands = sent > 0 && sent == last[0];
                            last[0] = sent;
                            return stands;
                        });
    }

    /// Sends as much as the tunnel takes.
    private static final class Download extends IgnoringListener {
        private final Http2Stream stream;
        private final int size;
        private final int piece;
        private final AtomicInteger sent = new AtomicInteger();
        private volatile StreamEnd end;

        Download(Http2Stream stream, int size, int piece) {
            this.stream = stream;
            this.size = size;
            this.piece = piece;
        }

        int sent() {
            return sent.get();
        }

        void begin() {
            stream.sendHead(
                    new Fields()
                            .add(KnownField.STATUS, "200")
                            .add(KnownField.CONTENT_LENGTH, Integer.toString(size)),
                    false);
            stream.loop().execute(this::onRoom);
        }

        @Override
        public void onRoom() {
            while (sent.get() < size && end == null && stream.hasRoom()) {
                byte[] bytes = new byte[Math.min(piece, size - sent.get())];
                Arrays.fill(bytes, (byte) (sent.get() / piece));
                boolean isLast = sent.addAndGet(bytes.length) == size;
                stream.sendData(Unpooled.wrappedBuffer(bytes), isLast);
            }
        }

        @Override
        public void onClosed(StreamEnd why) {
            end = why;
        }
    }
}
