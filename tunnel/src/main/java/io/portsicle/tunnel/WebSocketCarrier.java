package io.portsicle.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

import java.util.function.Consumer;

/// What a link does with the WebSocket frames of its peer: bytes go to HTTP/2, control frames are
/// answered (RFC 6455, 5.5). Link's event loop only.
final class WebSocketCarrier implements WebSocketReader.Events, Consumer<ByteBuf> {
    private final Link link;
    private final Channel channel;
    private final WebSocketSeal seal;
    private final WebSocketReader reader;

    WebSocketCarrier(Link link, Channel channel, WebSocketSeal seal, boolean expectMasked) {
        this.link = link;
        this.channel = channel;
        this.seal = seal;
        this.reader = new WebSocketReader(this, expectMasked);
    }

    @Override
    public void accept(ByteBuf in) {
        reader.read(in);
    }

    @Override
    public void onBytes(ByteBuf bytes) {
        link.connection().read(bytes);
    }

    @Override
    public void onPing(ByteBuf payload) {
        if (channel.isWritable()) {
            channel.writeAndFlush(
                    seal.control(channel.alloc(), WebSocketFrame.PONG, payload),
                    channel.voidPromise());
        }
        // A peer that pings and reads nothing gets no pong: it would only pile up here.
    }

    @Override
    public void onClose(int status) {
        link.peerClosedCarrier();
    }

    @Override
    public void onBroken(int status, String reason) {
        link.broken("not WebSocket as agreed: " + reason + " (" + status + ")");
    }
}
