package io.portsicle.relay.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.Http1Writer;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

/// The bytes of a visitor's connection that speaks another protocol now, both ways, untouched. Each
/// direction ends on its own. On the event loop of the visitor and the link.
final class Conduit implements StreamListener {
    private final Http1Visitor visitor;
    private final VisitorOutput output;
    private final Http2Stream stream;
    private int owed;
    private boolean isDeaf;

    Conduit(Http1Visitor visitor, VisitorOutput output, Http2Stream stream) {
        this.visitor = visitor;
        this.output = output;
        this.stream = stream;
    }

    /// Writes the 101.
    void begin(Fields head, boolean end) {
        Http1Writer.response(head, BodyFraming.NONE, true, false, output.gather());
        if (end) {
            endOutput();
        }
    }

    // ---- from the visitor

    /// Sends what the visitor sent; takes it over.
    void send(ByteBuf bytes) {
        stream.sendData(bytes, false);
    }

    /// The visitor sends nothing more. Where it hears nothing more either, the next word of the
    /// local server ends the conduit.
    void sendEnd(boolean stillHears) {
        isDeaf = !stillHears;
        stream.sendData(Unpooled.EMPTY_BUFFER, true);
    }

    /// Whether the visitor may go on sending.
    boolean hasRoom() {
        return stream.hasRoom();
    }

    /// Bytes that go on at once; where none do, bytes that may wait.
    int room() {
        return stream.room();
    }

    /// The visitor takes bytes again: what it took since is used.
    void creditOwed() {
        int bytes = owed;
        owed = 0;
        stream.credit(bytes);
    }

    /// Gives up both directions.
    void abort() {
        stream.reset(ErrorCode.CANCEL);
    }

    // ---- from the local server

    @Override
    public void onHead(Fields head, boolean end) {
        stream.reset(ErrorCode.PROTOCOL_ERROR);
    }

    @Override
    public void onData(ByteBuf data, boolean end) {
        int size = data.readableBytes();
        if (isDeaf && size > 0) {
            data.release();
            abort();
            return;
        }
        boolean hadRoom = output.hasRoom();
        output.write(data);
        if (hadRoom) {
            stream.credit(size);
        } else {
            owed += size;
        }
        if (end) {
            endOutput();
        }
    }

    /// Bytes have no trailers: only that they end counts.
    @Override
    public void onTrailers(Fields trailers) {
        endOutput();
    }

    @Override
    public void onRoom() {
        visitor.resumeReading();
    }

    @Override
    public void onClosed(StreamEnd end) {
        if (end instanceof StreamEnd.Completed) {
            visitor.conduitEnded();
        } else {
            visitor.cut();
        }
    }

    private void endOutput() {
        output.shutdown(() -> {});
    }
}
