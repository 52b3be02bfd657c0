package io.portsicle.agent.local.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.agent.local.exchange.BodySink;
import io.portsicle.agent.local.exchange.OwnAnswer;
import io.portsicle.agent.local.exchange.RequestBody;
import io.portsicle.agent.local.exchange.VisitorRequest;
import io.portsicle.agent.local.exchange.VisitorResponse;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.RequestListener;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// One request of a visitor and its response in HTTP/2: between a stream of the tunnel and one of a
/// connection to the local server. Event loop only.
///
/// A request that certainly reached nobody is sent a second time, on another connection.
final class Http2Exchange implements RequestListener {
    private final Http2Pool pool;
    private final VisitorRequest request;
    private final RequestBody body;
    private final VisitorResponse response;
    private final boolean endsWithHead;
    private final Fields requestHead;
    private @Nullable LocalStream local;
    private boolean repeated;

    /// `requestHead` is the request as the local server is to see it, and stays here.
    Http2Exchange(Http2Pool pool, VisitorRequest request, Fields requestHead) {
        this.pool = pool;
        this.request = request;
        this.body = request.body();
        this.response = request.response();
        this.endsWithHead = body.isEnded();
        this.requestHead = requestHead;
        body.keepGiven();
    }

    void sendOn(LocalHttp2 connection) {
        if (request.isClosed()) {
            return;
        }
        LocalStream stream = new LocalStream(connection);
        local = stream;
        stream.open();
        if (!endsWithHead) {
            body.flowInto(stream);
        }
        awaitResponse();
    }

    /// There is no connection to be had.
    void onNoConnection(OwnAnswer why) {
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
        if (local != null) {
            local.creditOwed();
        }
    }

    @Override
    public void onClosed(StreamEnd end) {
        if (response.isComplete() && body.isEnded()) {
            leaveLocal();
        } else {
            dropLocal();
        }
        request.close();
    }

    // ---- the rest

    /// A request that still runs is of no interest to the local server any more.
    private void onResponseComplete() {
        if (!body.isEnded()) {
            body.discard();
            dropLocal();
        }
    }

    private void onLocalEnd(StreamEnd end, LocalHttp2 connection) {
        switch (end) {
            case StreamEnd.Completed done -> {}
            case StreamEnd.LinkLost(boolean delivered) -> lost(!delivered, connection.lossReason());
            case StreamEnd.ResetByPeer(ErrorCode error) ->
                    lost(
                            error == ErrorCode.REFUSED_STREAM,
                            "gave the request up (%s)".formatted(error));
            case StreamEnd.ResetHere(ErrorCode error) ->
                    lost(false, "broke the rules of HTTP/2 (%s)".formatted(error));
        }
    }

    private void lost(boolean reachedNobody, String reason) {
        if (reachedNobody && !repeated && response.isAwaited() && body.isWhole()) {
            repeated = true;
            response.liftDeadline();
            body.detach();
            pool.send(this);
            return;
        }
        if (!response.isComplete()) {
            request.failed(reason);
        }
    }

    private void abort(ErrorCode error) {
        dropLocal();
        response.abort(error);
    }

    /// The local server has said its last word; what it is still to be sent nobody needs.
    private void leaveLocal() {
        if (local != null && local.hasUnsent()) {
            dropLocal();
        }
        local = null;
    }

    private void dropLocal() {
        LocalStream open = local;
        local = null;
        if (open != null) {
            open.cancel();
        }
    }

    private void awaitResponse() {
        if (local != null && body.isEnded()) {
            response.due(this::onSilence);
        }
    }

    private void onSilence() {
        dropLocal();
        request.unanswered();
    }

    /// The stream to the local server, for as long as it is the exchange's.
    private final class LocalStream implements StreamListener, BodySink {
        private final LocalHttp2 connection;
        private @Nullable Http2Stream stream;
        private int owed;

        LocalStream(LocalHttp2 connection) {
            this.connection = connection;
        }

        void open() {
            stream = connection.open(requestHead, endsWithHead, this);
        }

        /// The visitor has taken what waited for it.
        void creditOwed() {
            int bytes = owed;
            owed = 0;
            stream().credit(bytes);
        }

        boolean hasUnsent() {
            return stream().waitingBytes() > 0;
        }

        void cancel() {
            stream().reset(ErrorCode.CANCEL);
        }

        // ---- to the local server

        @Override
        public void data(ByteBuf piece) {
            stream().sendData(piece, false);
        }

        @Override
        public void end(@Nullable Fields trailers) {
            if (trailers == null) {
                stream().sendData(Unpooled.EMPTY_BUFFER, true);
            } else {
                stream().sendTrailers(trailers);
            }
        }

        @Override
        public boolean isWritable() {
            return stream().hasRoom();
        }

        // ---- from the local server

        @Override
        public void onHead(Fields head, boolean end) {
            if (!isCurrent()) {
                return;
            }
            int status = head.status();
            if (status < 200) {
                response.interim(head);
                awaitResponse();
                return;
            }
            body.forgetGiven();
            response.begin(head, status, end);
            if (end) {
                onResponseComplete();
            }
        }

        @Override
        public void onData(ByteBuf data, boolean end) {
            if (!isCurrent()) {
                data.release();
                return;
            }
            owed += data.readableBytes();
            response.data(data, end);
            if (response.hasRoom()) {
                creditOwed();
            }
            if (end) {
                onResponseComplete();
            }
        }

        @Override
        public void onTrailers(Fields trailers) {
            if (isCurrent()) {
                response.trailers(trailers);
                onResponseComplete();
            }
        }

        @Override
        public void onRoom() {
            body.settle();
        }

        @Override
        public void onClosed(StreamEnd end) {
            connection.closed();
            if (isCurrent()) {
                local = null;
                onLocalEnd(end, connection);
            }
        }

        private boolean isCurrent() {
            return local == this;
        }

        private Http2Stream stream() {
            if (stream == null) {
                throw new IllegalStateException("not opened");
            }
            return stream;
        }
    }
}
