package io.portsicle.agent.local;

import io.netty.buffer.ByteBuf;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.local.exchange.RequestBody;
import io.portsicle.agent.local.exchange.VisitorRequest;
import io.portsicle.tunnel.http2.RequestListener;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;

/// A request that the local server does not get to see. Event loop only.
final class RefusedRequest implements RequestListener {
    private final VisitorRequest request;
    private final RequestBody body;

    RefusedRequest(VisitorRequest request) {
        this.request = request;
        this.body = request.body();
        body.discard();
    }

    void answer(OwnAnswer answer) {
        request.answer(answer);
    }

    @Override
    public void onData(ByteBuf data, boolean end) {
        body.take(data, end);
    }

    @Override
    public void onTrailers(Fields trailers) {
        body.takeTrailers(trailers);
    }

    @Override
    public void onRoom() {
        // The answer is small, and was written at once.
    }

    @Override
    public void onClosed(StreamEnd end) {
        request.close();
    }
}
