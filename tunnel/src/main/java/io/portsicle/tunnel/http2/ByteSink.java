package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;

/// Where the bytes of a connection go. Called on the link's event loop; what is written leaves at
/// the end of the turn.
public interface ByteSink {
    /// The buffer that takes the next bytes, with room for at least `bytes` of them; the caller
    /// writes at its end and keeps no reference.
    ByteBuf reserve(int bytes);

    /// Adds bytes behind what was written so far and takes ownership of them; they may be changed
    /// in place (masking).
    void append(ByteBuf payload);

    /// Bytes of bulk data that are welcome now. Control frames may be written always.
    int room();

    /// Whether bulk data is welcome now.
    default boolean hasRoom() {
        return room() > 0;
    }
}
