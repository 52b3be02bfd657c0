package io.portsicle.agent.local;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;

import org.jspecify.annotations.Nullable;

/// One request of a visitor and its response: between a stream of the tunnel and a connection to
/// the local server. Event loop only.
///
/// It is over with [#onClosed(StreamEnd)], whatever happened before; its connection may be free
/// again earlier.
final class LocalExchange implements StreamListener, ResponseListener {
    private enum Response {
        AWAITED,
        RUNNING,
        COMPLETE
    }

    private final LocalServer server;
    private final Http2Stream stream;
    private final RequestMethod method;
    private final RequestBody body;
    private final @Nullable String accept;
    private final @Nullable RequestRecord record;
    private @Nullable ByteBuf requestHead;
    private @Nullable LocalConnection connection;
    private ResponseDeadlines.@Nullable Deadline deadline;
    private Response response = Response.AWAITED;
    private boolean closed;

    LocalExchange(
            LocalServer server,
            Http2Stream stream,
            RequestMethod method,
            RequestBody body,
            @Nullable String accept,
            @Nullable RequestRecord record) {
        this.server = server;
        this.stream = stream;
        this.method = method;
        this.body = body;
        this.accept = accept;
        this.record = record;
    }

    /// The request in HTTP/1.1, kept until it is certain that it need not be sent again. Takes
    /// ownership.
    void requestHead(ByteBuf head) {
        requestHead = head;
    }

    /// Sends the request on a connection.
    void sendOn(LocalConnection to) {
        ByteBuf head = requestHead;
        if (closed || head == null) {
            server.release(to);
            return;
        }
        connection = to;
        to.begin(this, method == RequestMethod.HEAD);
        if (to.isReused()) {
            to.write(head.retainedDuplicate());
        } else {
            requestHead = null;
            to.write(head);
        }
        body.flowInto(to);
        awaitResponse();
    }

    /// There is no connection to be had.
    void onUnreachable(String reason) {
        if (!closed) {
            answer(OwnAnswer.unreachable(server.address(), reason));
        }
    }

    /// Answers in the local server's place.
    void answer(OwnAnswer answer) {
        if (closed) {
            return;
        }
        liftDeadline();
        releaseRequestHead();
        body.discard();
        response = Response.COMPLETE;
        boolean html = OwnAnswer.prefersHtml(accept);
        byte[] content = answer.body(html);
        boolean withoutBody = method == RequestMethod.HEAD;
        count(answer.status(), withoutBody ? 0 : content.length);
        stream.sendHead(answer.head(html, content.length), withoutBody);
        if (!withoutBody) {
            stream.sendData(Unpooled.wrappedBuffer(content), true);
        }
    }

    // ---- from the visitor

    @Override
    public void onHead(Fields head, boolean end) {
        throw new IllegalStateException("a second request head on stream " + stream.id());
    }

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
        closed = true;
        liftDeadline();
        releaseRequestHead();
        if (response != Response.COMPLETE || !body.isEnded()) {
            dropConnection();
        }
        body.close();
        if (record != null) {
            server.completed(record, body.received());
        }
    }

    // ---- from the local server

    @Override
    public void onInterimHead(Fields head) {
        if (closed) {
            return;
        }
        stripOwnFields(head);
        stream.sendHead(head, false);
        liftDeadline();
        awaitResponse();
    }

    @Override
    public void onResponseHead(Fields head, int status, boolean end) {
        if (closed) {
            return;
        }
        liftDeadline();
        releaseRequestHead();
        response = end ? Response.COMPLETE : Response.RUNNING;
        count(status, 0);
        stripOwnFields(head);
        stream.sendHead(head, end);
    }

    @Override
    public void onResponseData(ByteBuf data, boolean end) {
        if (closed) {
            data.release();
            return;
        }
        if (record != null) {
            record.sent(data.readableBytes());
        }
        if (end) {
            response = Response.COMPLETE;
        }
        stream.sendData(data, end);
        if (!end && connection != null && !stream.hasRoom()) {
            connection.pauseReading();
        }
    }

    @Override
    public void onResponseTrailers(Fields trailers) {
        if (closed) {
            return;
        }
        response = Response.COMPLETE;
        Forwarding.stripTrailers(trailers);
        stream.sendTrailers(trailers);
    }

    /// The response is read to its end; the connection is no longer this exchange's. A request that
    /// still runs is of no interest to the local server any more.
    void onResponseComplete() {
        connection = null;
        if (!body.isEnded()) {
            body.discard();
        }
    }

    /// The local server sent what can't be understood; `reason` continues a sentence about it.
    void onBadResponse(String reason) {
        fail(OwnAnswer.badResponse(server.address(), reason));
    }

    /// The connection was closed before the response was complete; `stale` where it may have been
    /// closed before the request came to it.
    void onConnectionLost(boolean stale, String reason) {
        connection = null;
        if (stale && mayRepeat()) {
            liftDeadline();
            body.detach();
            server.sendOnFresh(this);
            return;
        }
        fail(OwnAnswer.badResponse(server.address(), reason));
    }

    /// The connection can take more, or less.
    void onWritabilityChanged() {
        body.settle();
    }

    boolean isRequestEnded() {
        return body.isEnded();
    }

    /// What belongs to the connection stays here, and `Portsicle-Error` is ours to say.
    private static void stripOwnFields(Fields head) {
        Forwarding.stripHopByHop(head);
        Forwarding.stripUntrusted(head);
    }

    /// Whether the local server certainly did nothing with the request, or would do the same again
    /// (RFC 9110, 9.2.2).
    private boolean mayRepeat() {
        return requestHead != null
                && !body.isTouched()
                && (method.isIdempotent() || body.isAnnounced());
    }

    /// A response that has begun can only be cut off: the visitor must not take a part for the
    /// whole.
    private void fail(OwnAnswer answer) {
        dropConnection();
        if (response == Response.AWAITED) {
            answer(answer);
        } else {
            abort(ErrorCode.INTERNAL_ERROR);
        }
    }

    private void abort(ErrorCode error) {
        dropConnection();
        stream.reset(error);
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
        boolean due = connection != null && body.isEnded() && response == Response.AWAITED;
        if (due && deadline == null) {
            deadline = server.deadlines().start(this::onSilence);
        }
    }

    private void onSilence() {
        deadline = null;
        fail(OwnAnswer.silent(server.address(), server.responseTimeout()));
    }

    private void liftDeadline() {
        if (deadline != null) {
            deadline.lift();
            deadline = null;
        }
    }

    private void releaseRequestHead() {
        if (requestHead != null) {
            requestHead.release();
            requestHead = null;
        }
    }

    private void count(int status, int bytes) {
        if (record != null) {
            record.answered(status);
            record.sent(bytes);
        }
    }
}
