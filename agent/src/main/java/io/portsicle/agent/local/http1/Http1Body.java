package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.agent.local.exchange.BodySink;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.Http1Writer;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// Frames the bodies of requests for HTTP/1.1, one after the other on one connection. Event loop
/// only.
final class Http1Body implements BodySink {
    /// Up to this size a chunk and its framing go into one buffer: copying is cheaper than three
    /// entries for the kernel.
    private static final int COPIED_CHUNK = 2048;

    private static final int CHUNK_FRAMING = 24;

    private final ConnectionOutput output;
    private boolean chunked;

    Http1Body(ConnectionOutput output) {
        this.output = output;
    }

    /// Begins with the next body.
    Http1Body start(BodyFraming framing) {
        chunked = framing instanceof BodyFraming.Chunked;
        return this;
    }

    @Override
    public void data(ByteBuf piece) {
        int size = piece.readableBytes();
        if (!chunked) {
            output.write(piece);
        } else if (size <= COPIED_CHUNK) {
            writeSmallChunk(piece, size);
        } else {
            writeChunk(piece, size);
        }
    }

    @Override
    public void end(@Nullable Fields trailers) {
        if (chunked) {
            ByteBuf last = output.buffer(CHUNK_FRAMING);
            Http1Writer.lastChunk(trailers, last);
            output.write(last);
        }
    }

    @Override
    public boolean isWritable() {
        return output.isWritable();
    }

    private void writeSmallChunk(ByteBuf piece, int size) {
        ByteBuf chunk = output.buffer(size + CHUNK_FRAMING);
        Http1Writer.chunkStart(size, chunk);
        chunk.writeBytes(piece);
        Http1Writer.chunkEnd(chunk);
        piece.release();
        output.write(chunk);
    }

    private void writeChunk(ByteBuf piece, int size) {
        ByteBuf start = output.buffer(CHUNK_FRAMING);
        Http1Writer.chunkStart(size, start);
        output.write(start);
        output.write(piece);
        ByteBuf end = output.buffer(CHUNK_FRAMING);
        Http1Writer.chunkEnd(end);
        output.write(end);
    }
}
