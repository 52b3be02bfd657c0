package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;

/// What a [FrameReader] finds, in the order of the bytes. Buffers belong to the reader unless it
/// says otherwise.
interface FrameListener {
    /// Between two frames.
    void onNextFrame();

    /// A DATA frame begins; `flowLength` is what it counts for flow control, padding included.
    void onDataStart(int streamId, int flowLength);

    /// A part of the current DATA frame. The receiver owns `data`.
    void onData(int streamId, ByteBuf data, boolean endStream);

    /// Bytes of the current DATA frame that carry nothing but count for flow control.
    void onPadding(int streamId, int bytes);

    /// A whole header block.
    void onHeaders(int streamId, ByteBuf block, boolean endStream);

    void onReset(int streamId, ErrorCode error);

    void onSetting(int setting, long value);

    void onSettingsEnd();

    void onSettingsAck();

    void onPing(long payload, boolean ack);

    void onGoAway(int lastStreamId, ErrorCode error, String debug);

    void onWindowUpdate(int streamId, int increment);

    /// The bytes are not HTTP/2; nothing is read after this.
    void onFrameError(ErrorCode error, String reason);
}
