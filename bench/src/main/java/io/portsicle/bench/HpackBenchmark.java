package io.portsicle.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.portsicle.tunnel.hpack.HpackReader;
import io.portsicle.tunnel.hpack.HpackWriter;
import io.portsicle.tunnel.message.Fields;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// From `Fields` to a header block and back: our plain blocks, and the blocks with Huffman and
/// dynamic table that other implementations write, which Netty's decoder reads.
@State(Scope.Thread)
public class HpackBenchmark extends Nanoseconds {
    private static final int LIST_SIZE = 64 * 1024;
    private static final int STREAM = 1;

    @Param public Heads head;

    private final HpackWriter writer = new HpackWriter();
    private final HpackReader reader = new HpackReader(LIST_SIZE);
    private final HpackReader foreignReader = new HpackReader(LIST_SIZE);
    private final ByteBuf out = Unpooled.directBuffer(8 * 1024);
    private final Fields into = new Fields();
    private Fields request;
    private ByteBuf plainBlock;
    private ByteBuf foreignBlock;

    @Setup
    public void fill() throws Http2Exception {
        request = head.requestFields();
        plainBlock = Unpooled.directBuffer();
        writer.write(request, plainBlock);
        foreignBlock = foreignBlock(request);
        if (read() != HpackReader.Outcome.OK || readForeign() != HpackReader.Outcome.OK) {
            throw new IllegalStateException("a benchmark's block is refused");
        }
    }

    @Benchmark
    public ByteBuf write() {
        writer.write(request, out.clear());
        return out;
    }

    @Benchmark
    public Object read() {
        into.clear();
        return reader.read(plainBlock.readerIndex(0), into);
    }

    @Benchmark
    public Object readForeign() {
        into.clear();
        return foreignReader.read(foreignBlock.readerIndex(0), into);
    }

    @TearDown
    public void release() {
        out.release();
        plainBlock.release();
        foreignBlock.release();
    }

    /// What a peer with a dynamic table sends from its second request on: the first one fills the
    /// table.
    private ByteBuf foreignBlock(Fields fields) throws Http2Exception {
        Http2Headers headers = new DefaultHttp2Headers();
        for (int i = 0; i < fields.count(); i++) {
            headers.add(fields.name(i), fields.value(i));
        }
        DefaultHttp2HeadersEncoder encoder =
                new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, true);
        ByteBuf first = Unpooled.directBuffer();
        encoder.encodeHeaders(STREAM, headers, first);
        foreignReader.read(first, new Fields());
        first.release();
        ByteBuf second = Unpooled.directBuffer();
        encoder.encodeHeaders(STREAM, headers, second);
        encoder.close();
        return second;
    }
}
