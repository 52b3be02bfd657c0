package io.portsicle.relay.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

/// A stream of a link as a visitor on any event loop uses it. On the visitor's event loop, where
/// its listener hears as well; otherwise as [Http2Stream] has it.
interface FarStream {
    void sendData(ByteBuf data, boolean end);

    void sendTrailers(Fields trailers);

    boolean hasRoom();

    void credit(int bytes);

    void reset(ErrorCode error);

    /// Opens a stream for a request. `head` must not be changed before the stream is over.
    static FarStream open(
            Link link, EventLoop here, Fields head, boolean end, StreamListener listener) {
        return link.loop() == here
                ? new Near(link.open(head, end, listener))
                : Crossing.open(link, here, head, end, listener);
    }

    /// A stream on the visitor's own event loop.
    record Near(Http2Stream stream) implements FarStream {
        @Override
        public void sendData(ByteBuf data, boolean end) {
            stream.sendData(data, end);
        }

        @Override
        public void sendTrailers(Fields trailers) {
            stream.sendTrailers(trailers);
        }

        @Override
        public boolean hasRoom() {
            return stream.hasRoom();
        }

        @Override
        public void credit(int bytes) {
            stream.credit(bytes);
        }

        @Override
        public void reset(ErrorCode error) {
            stream.reset(error);
        }
    }
}
