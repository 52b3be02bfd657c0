package io.portsicle.tunnel.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.fuzz.Transcript;

/// One body as [Http1BodyReader] sees it.
final class OurBody {
    private final Http1BodyReader reader = new Http1BodyReader();
    private final Transcript body = new Transcript();

    void start(BodyFraming framing) {
        body.clear();
        reader.start(framing);
    }

    /// Reads what is there.
    void read(ByteBuf in) {
        for (ByteBuf piece = reader.read(in); piece != null; piece = reader.read(in)) {
            body.bytes(piece);
            piece.release();
        }
    }

    /// Whether it is all there; a body that lasts until the close is.
    boolean isWhole() {
        return reader.isComplete() || reader.endsAtClose();
    }

    Http1BodyReader reader() {
        return reader;
    }

    Transcript transcript() {
        return body;
    }
}
