package io.portsicle.agent.local;

import io.netty.buffer.ByteBuf;
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
    private final VisitorResponse response;
    private final Fields head;
    private @Nullable StreamListener decided;
    private boolean closed;

    /// `head` stays here.
    UndecidedRequest(LocalServer server, VisitorRequest request, Fields head) {
        this.server = server;
        this.request = request;
        this.body = request.body();
        this.response = request.response();
        this.head = head;
    }

    void take(Alpn protocol) {
        if (!closed) {
            decided = server.carry(request, head, protocol);
        }
    }

    void answer(OwnAnswer answer) {
        if (!closed) {
            RefusedRequest refused = new RefusedRequest(body, response);
            decided = refused;
            refused.answer(answer);
        }
    }

    @Override
    public void onData(ByteBuf data, boolean end) {
        if (decided != null) {
            decided.onData(data, end);
        } else if (!body.take(data, end)) {
            response.abort(ErrorCode.PROTOCOL_ERROR);
        }
    }

    @Override
    public void onTrailers(Fields trailers) {
        if (decided != null) {
            decided.onTrailers(trailers);
        } else if (!body.takeTrailers(trailers)) {
            response.abort(ErrorCode.PROTOCOL_ERROR);
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
        closed = true;
        if (decided != null) {
            decided.onClosed(end);
            return;
        }
        body.close();
        response.close(body.received());
    }
}
