package io.portsicle.agent.local;

import io.netty.buffer.ByteBuf;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.local.exchange.RequestBody;
import io.portsicle.agent.local.exchange.VisitorRequest;
import io.portsicle.agent.local.reach.Alpn;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.RequestListener;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// A request that waits until it is known which version of HTTP the local server speaks. Then
/// another listener has it, and everything goes there. Event loop only.
final class UndecidedRequest implements RequestListener {
    private final LocalServer server;
    private final VisitorRequest request;
    private final RequestBody body;
    private final Fields head;
    private @Nullable StreamListener decided;

    /// `head` stays here.
    UndecidedRequest(LocalServer server, VisitorRequest request, Fields head) {
        this.server = server;
        this.request = request;
        this.body = request.body();
        this.head = head;
    }

    void take(Alpn protocol) {
        if (!request.isClosed()) {
            decided = server.carry(request, head, protocol);
        }
    }

    void answer(OwnAnswer answer) {
        if (!request.isClosed()) {
            RefusedRequest refused = new RefusedRequest(request);
            decided = refused;
            refused.answer(answer);
        }
    }

    @Override
    public void onData(ByteBuf data, boolean end) {
        if (decided != null) {
            decided.onData(data, end);
        } else if (!body.take(data, end)) {
            request.response().abort(ErrorCode.PROTOCOL_ERROR);
        }
    }

    @Override
    public void onTrailers(Fields trailers) {
        if (decided != null) {
            decided.onTrailers(trailers);
        } else if (!body.takeTrailers(trailers)) {
            request.response().abort(ErrorCode.PROTOCOL_ERROR);
        }
    }

    @Override
    public void onRoom() {
        if (decided != null) {
            decided.onRoom();
        }
    }

    @Override
    public void onClosed(StreamEnd end) {
        if (decided == null) {
            request.close();
        } else {
            decided.onClosed(end);
        }
    }
}
