package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultEventLoop;

import java.util.concurrent.TimeUnit;

/// A server's connection whose peer is hexadecimal text.
final class RecordedServer implements AutoCloseable {
    static final String PREFACE = "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a";

    final Recorder recorder = new Recorder();
    final Http2Connection connection;
    private final DefaultEventLoop loop = new DefaultEventLoop();

    RecordedServer(Http2Config config) {
        connection =
                new Http2Connection(
                        Http2Connection.Role.SERVER,
                        loop,
                        UnpooledByteBufAllocator.DEFAULT,
                        recorder,
                        config,
                        recorder,
                        () -> 0);
    }

    void feed(String hex) {
        feed(hex, hex.length());
    }

    /// In pieces of `pieceSize` bytes; spaces in the text are left out.
    void feed(String hex, int pieceSize) {
        byte[] bytes = ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
        for (int at = 0; at < bytes.length; at += pieceSize) {
            connection.read(
                    Unpooled.wrappedBuffer(bytes, at, Math.min(pieceSize, bytes.length - at)));
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
