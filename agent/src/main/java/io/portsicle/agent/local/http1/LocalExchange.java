package io.portsicle.agent.local.http1;

import io.netty.buffer.ByteBuf;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.local.exchange.RequestBody;
import io.portsicle.agent.local.exchange.RequestMethod;
import io.portsicle.agent.local.exchange.VisitorRequest;
import io.portsicle.agent.local.exchange.VisitorResponse;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.RequestListener;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// One request of a visitor and its response: between a stream of the tunnel and a connection to
/// the local server. Event loop only.
///
/// It is over with [#onClosed(StreamEnd)], whatever happened before; its connection may be free
/// again earlier.
final class LocalExchange implements RequestListener, Http1Exchange {
    private final Http1Pool pool;
    private final VisitorRequest request;
    private final RequestBody body;
    private final VisitorResponse response;
    private @Nullable ByteBuf requestHead;
    private @Nullable LocalConnection connection;

    /// `requestHead` is the request in HTTP/1.1, kept until it is certain that it need not be sent
    /// again. Takes ownership.
    LocalExchange(Http1Pool pool, VisitorRequest request, ByteBuf requestHead) {
        this.pool = pool;
        this.request = request;
        this.body = request.body();
        this.response = request.response();
        this.requestHead = requestHead;
    }

    @Override
    public void sendOn(LocalConnection to) {
        ByteBuf head = requestHead;
        if (head == null) {
            pool.release(to);
            return;
        }
        connection = to;
        to.begin(this, request.method() == RequestMethod.HEAD);
        if (to.isReused()) {
            to.write(head.retainedDuplicate());
        } else {
            requestHead = null;
            to.write(head);
        }
        body.flowInto(to.body(body.framing()));
        awaitResponse();
    }

    @Override
    public void onNoConnection(OwnAnswer why) {
        releaseRequestHead();
        request.answer(why);
    }

    // ---- from the visitor

    @Override
    public void onData(ByteBuf data, boolean end) {
        if (!body.take(data, end)) {
            abort(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        awaitResponse();
    }

    @Override
    public void onTrailers(Fields trailers) {
        if (!body.takeTrailers(trailers)) {
            abort(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        awaitResponse();
    }

    @Override
    public void onRoom() {
        if (connection != null) {
            connection.resumeReading();
        }
    }

    @Override
    public void onClosed(StreamEnd end) {
        releaseRequestHead();
        if (!response.isComplete() || !body.isEnded()) {
            dropConnection();
        }
        request.close();
    }

    // ---- from the local server

    @Override
    public void onInterimHead(Fields head) {
        response.interim(head);
        awaitResponse();
    }

    @Override
    public void onResponseHead(Fields head, int status, boolean end) {
        releaseRequestHead();
        response.begin(head, status, end);
    }

    @Override
    public int room() {
        return response.room();
    }

    @Override
    public void onResponseData(ByteBuf data, boolean end) {
        response.data(data, end);
        if (!end && connection != null && !response.hasRoom()) {
            connection.pauseReading();
        }
    }

    @Override
    public void onResponseTrailers(Fields trailers) {
        response.trailers(trailers);
    }

    @Override
    public void onSwitched(LocalConnection from, Fields head) {
        onBadResponse("switched protocols although nobody asked");
    }

    /// A request that still runs is of no interest to the local server any more.
    @Override
    public void onResponseComplete() {
        connection = null;
        if (!body.isEnded()) {
            body.discard();
        }
    }

    @Override
    public void onBadResponse(String reason) {
        giveUp();
        request.failed(reason);
    }

    @Override
    public void onConnectionLost(boolean stale, String reason) {
        connection = null;
        if (stale && mayRepeat()) {
            response.liftDeadline();
            body.detach();
            pool.sendOnFresh(this);
            return;
        }
        onBadResponse(reason);
    }

    @Override
    public void onWritabilityChanged() {
        body.settle();
    }

    @Override
    public boolean isRequestEnded() {
        return body.isEnded();
    }

    /// Whether the local server certainly did nothing with the request, or would do the same again
    /// (RFC 9110, 9.2.2).
    private boolean mayRepeat() {
        return requestHead != null
                && !body.isTouched()
                && (request.method().isIdempotent() || body.isAnnounced());
    }

    private void abort(ErrorCode error) {
        dropConnection();
        response.abort(error);
    }

    private void dropConnection() {
        LocalConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    /// The clock runs only while the local server has the whole request and owes the head of its
    /// response.
    private void awaitResponse() {
        if (connection != null && body.isEnded()) {
            response.due(this::onSilence);
        }
    }

    private void onSilence() {
        giveUp();
        request.unanswered();
    }

    private void giveUp() {
        dropConnection();
        releaseRequestHead();
    }

    private void releaseRequestHead() {
        if (requestHead != null) {
            requestHead.release();
            requestHead = null;
        }
    }
}
