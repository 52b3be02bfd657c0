package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.portsicle.tunnel.http2.ByteSink;
import io.portsicle.tunnel.http2.ConnectionListener;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Config;
import io.portsicle.tunnel.http2.Http2Connection;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.IgnoringListener;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.KnownField;

/// A stream whose other end is nowhere.
final class UnheardStream extends IgnoringListener implements ConnectionListener, ByteSink {
    static Http2Stream on(Channel channel) {
        UnheardStream unheard = new UnheardStream();
        Http2Connection connection =
                new Http2Connection(
                        Http2Connection.Role.CLIENT,
                        channel.eventLoop(),
                        channel.alloc(),
                        unheard,
                        Http2Config.DEFAULT,
                        unheard,
                        () -> 0);
        Fields head = new Fields().add(KnownField.METHOD, "GET").add(KnownField.PATH, "/");
        return connection.open(head, false, unheard);
    }

    @Override
    public ByteBuf reserve(int bytes) {
        return Unpooled.buffer(bytes);
    }

    @Override
    public void append(ByteBuf payload) {
        payload.release();
    }

    @Override
    public int room() {
        return Integer.MAX_VALUE;
    }

    @Override
    public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
        return this;
    }

    @Override
    public void onSettings() {}

    @Override
    public void onPong(long payload) {}

    @Override
    public void onGoAway(ErrorCode error, String debug) {}

    @Override
    public void onFailure(ErrorCode error, String reason) {}

    @Override
    public void onIdle() {}
}
