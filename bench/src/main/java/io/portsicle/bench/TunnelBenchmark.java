package io.portsicle.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.charset.StandardCharsets;

/// Both ends of a tunnel in memory: what HTTP/2 and the WebSocket framing with its masks cost for
/// an exchange, and for bulk.
@Warmup(iterations = 4, time = 1)
@State(Scope.Thread)
public class TunnelBenchmark extends Nanoseconds {
    private static final int AT_ONCE = 16;
    private static final int PIECE = 32 * 1024;
    private static final int PIECES = 32;
    private static final ByteBuf HELLO =
            Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer()
                            .writeBytes("hello world\n".getBytes(StandardCharsets.ISO_8859_1))
                            .asReadOnly());

    @Param public Link.Carrier carrier;

    private final Fields tinyRequest = Heads.TINY.requestFields();
    private final Fields tinyResponse = Heads.TINY.responseFields();
    private final Fields browserRequest = Heads.BROWSER.requestFields();
    private final Fields browserResponse = Heads.BROWSER.responseFields();
    private LinkPair links;
    private boolean bulk;
    private Fields response = tinyResponse;

    @Setup
    public void join() {
        links = new LinkPair(carrier, this::answer);
    }

    /// Sixteen exchanges that share the turns of the event loop, as visitors do under load; the
    /// figure is for one.
    @Benchmark
    @OperationsPerInvocation(AT_ONCE)
    public long exchange() {
        response = tinyResponse;
        return exchange(tinyRequest);
    }

    @Benchmark
    @OperationsPerInvocation(AT_ONCE)
    public long exchangeOfBrowser() {
        response = browserResponse;
        return exchange(browserRequest);
    }

    /// 32 KiB of a download of 1 MiB.
    @Benchmark
    @OperationsPerInvocation(PIECES)
    public long download32k() {
        bulk = true;
        response = tinyResponse;
        Receiver visitor = open(tinyRequest);
        while (!visitor.isCompleted()) {
            links.turn();
        }
        bulk = false;
        return visitor.bytes();
    }

    @TearDown
    public void part() {
        links.close();
    }

    private long exchange(Fields request) {
        Receiver last = open(request);
        for (int i = 1; i < AT_ONCE; i++) {
            last = open(request);
        }
        while (!last.isCompleted()) {
            links.turn();
        }
        return last.bytes();
    }

    private Receiver open(Fields request) {
        Receiver visitor = new Receiver();
        visitor.stream = links.relay().open(request, true, visitor);
        return visitor;
    }

    private StreamListener answer(Http2Stream stream, Fields head) {
        stream.sendHead(response, false);
        if (bulk) {
            Source source = new Source(stream);
            source.onRoom();
            return source;
        }
        stream.sendData(HELLO.duplicate(), true);
        return new Receiver();
    }

    /// Sends as much as the stream has room for, as often as it has.
    private static final class Source extends Receiver {
        private final Http2Stream to;
        private int left = PIECES;

        private Source(Http2Stream to) {
            this.to = to;
        }

        @Override
        public void onRoom() {
            while (left > 0 && to.hasRoom()) {
                left--;
                ByteBuf piece = PooledByteBufAllocator.DEFAULT.directBuffer(PIECE);
                to.sendData(piece.writerIndex(PIECE), left == 0);
            }
        }
    }
}
