package io.portsicle.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.Http1Writer;
import io.portsicle.tunnel.message.Fields;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// From `Fields` to the bytes of an HTTP/1.1 head: the request for the local server, the response
/// for the visitor.
@State(Scope.Thread)
public class Http1RenderBenchmark extends Nanoseconds {
    @Param public Heads head;

    private final ByteBuf out = Unpooled.directBuffer(8 * 1024);
    private final BodyFraming length = new BodyFraming.Length(12);
    private Fields request;
    private Fields response;

    @Setup
    public void fill() {
        request = head.requestFields();
        response = head.responseFields();
    }

    @Benchmark
    public ByteBuf request() {
        Http1Writer.request(request, null, "localhost:3000", BodyFraming.NONE, out.clear());
        return out;
    }

    @Benchmark
    public ByteBuf response() {
        Http1Writer.response(response, length, true, false, out.clear());
        return out;
    }

    @TearDown
    public void release() {
        out.release();
    }
}
