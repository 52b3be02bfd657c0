package io.portsicle.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.portsicle.tunnel.http1.Http1Limits;
import io.portsicle.tunnel.http1.Http1RequestParser;
import io.portsicle.tunnel.http1.Http1ResponseParser;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// From a head's bytes to `Fields`, and Netty's decoder on the same bytes as the reference.
@State(Scope.Thread)
public class Http1ParseBenchmark extends Nanoseconds {
    @Param public Heads head;

    private final Http1RequestParser requests = new Http1RequestParser(Http1Limits.DEFAULT);
    private final Http1ResponseParser responses = new Http1ResponseParser(Http1Limits.DEFAULT);
    private final EmbeddedChannel netty = new EmbeddedChannel(new HttpRequestDecoder());
    private ByteBuf request;
    private ByteBuf response;

    @Setup
    public void fill() {
        request = head.request();
        response = head.response();
    }

    @Benchmark
    public Object request() {
        requests.reset();
        requests.parse(request.readerIndex(0));
        return requests.fields();
    }

    @Benchmark
    public Object response() {
        responses.reset();
        responses.parse(response.readerIndex(0));
        return responses.fields();
    }

    @Benchmark
    public Object requestByNetty() {
        netty.writeInbound(request.readerIndex(0).retain());
        Object first = netty.readInbound();
        netty.releaseInbound();
        return first;
    }

    @TearDown
    public void release() {
        netty.finishAndReleaseAll();
        request.release();
        response.release();
    }
}
