package io.portsicle.relay.path;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

/// Hands a response on with its heads mapped, interim ones included. On the event loop of the
/// visitor and the link.
final class MappedResponse implements StreamListener {
    private final PathResponses responses;
    private final StreamListener visitor;

    MappedResponse(PathResponses responses, StreamListener visitor) {
        this.responses = responses;
        this.visitor = visitor;
    }

    @Override
    public void onHead(Fields head, boolean end) {
        responses.map(head);
        visitor.onHead(head, end);
    }

    @Override
    public void onData(ByteBuf data, boolean end) {
        visitor.onData(data, end);
    }

    @Override
    public void onTrailers(Fields trailers) {
        visitor.onTrailers(trailers);
    }

    @Override
    public void onRoom() {
        visitor.onRoom();
    }

    @Override
    public void onClosed(StreamEnd end) {
        visitor.onClosed(end);
    }
}
