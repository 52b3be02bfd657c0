package io.portsicle.relay.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.relay.visitor.BodyCount;
import io.portsicle.relay.visitor.Failure;
import io.portsicle.relay.visitor.HttpDate;
import io.portsicle.relay.visitor.ResponseFraming;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http1.Http1Writer;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// One request of a visitor and its response, as one stream of a link. The visitor and the link
/// share the event loop.
///
/// The exchange is over when the stream is: the visitor then hears one of
/// [Http1Visitor#answered()], [Http1Visitor#failed(Failure)], [Http1Visitor#cut()] or
/// [Http1Visitor#unserved(StreamEnd)], exactly once.
final class Http1Exchange implements StreamListener {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Http1Visitor visitor;
    private final VisitorOutput output;
    private final boolean answersHead;
    private final boolean http10;

    private @Nullable Http2Stream stream;
    private boolean requestEnded;
    private boolean sentBody;
    private boolean continued;

    private BodyFraming framing = BodyFraming.NONE;
    private @Nullable BodyCount body;
    private int owed;
    private boolean answered;
    private @Nullable Failure failure;

    Http1Exchange(Http1Visitor visitor, VisitorOutput output, boolean answersHead, boolean http10) {
        this.visitor = visitor;
        this.output = output;
        this.answersHead = answersHead;
        this.http10 = http10;
    }

    // ---- the request

    /// The stream while it lasts.
    @Nullable Http2Stream stream() {
        return stream;
    }

    /// The stream is open; `ended` says that the request has no body.
    void opened(Http2Stream opened, boolean ended) {
        stream = opened;
        requestEnded = ended;
    }

    /// A piece of the request's body; takes it over.
    void sendBody(ByteBuf piece, boolean end) {
        if (stream == null || requestEnded) {
            piece.release();
            return;
        }
        sentBody = true;
        requestEnded = end;
        stream.sendData(piece, end);
    }

    /// The request's body is complete.
    void sendEnd(Fields trailers) {
        if (stream == null || requestEnded) {
            return;
        }
        Forwarding.stripTrailers(trailers);
        requestEnded = true;
        if (trailers.count() > 0) {
            stream.sendTrailers(trailers);
        } else {
            stream.sendData(Unpooled.EMPTY_BUFFER, true);
        }
    }

    /// Whether the visitor may go on sending.
    boolean hasRoom() {
        return stream == null || requestEnded || stream.hasRoom();
    }

    /// Bytes of the request that go on at once; where none do, bytes that may wait.
    int room() {
        return stream == null || requestEnded ? 0 : stream.room();
    }

    /// Whether the visitor was told, or has no need to be told, to send its body.
    boolean hasContinued() {
        return continued || sentBody || requestEnded;
    }

    /// Gives the exchange up because of the visitor, who hears of `why` where nothing was said yet.
    void refuse(Failure why) {
        giveUp(why, ErrorCode.CANCEL);
    }

    /// The visitor is gone: nobody needs the rest.
    void cancel() {
        if (stream != null) {
            stream.reset(ErrorCode.CANCEL);
        }
    }

    // ---- the response

    @Override
    public void onHead(Fields head, boolean end) {
        int status = head.status();
        if (body != null || status < 100 || status > 999 || status == SWITCHING_PROTOCOLS) {
            giveUp(Failure.LOCAL_SERVER_ERROR, ErrorCode.PROTOCOL_ERROR);
        } else if (status < 200) {
            interim(head, status, end);
        } else {
            begin(head, end);
        }
    }

    /// The head of a response that refuses an upgrade: no bytes of the visitor are a part of this
    /// request any more.
    void refused(Fields head, boolean end) {
        head.removeAll(KnownField.PORTSICLE_UPGRADE);
        requestEnded = true;
        onHead(head, end);
        if (stream != null) {
            stream.sendData(Unpooled.EMPTY_BUFFER, true);
        }
    }

    @Override
    public void onData(ByteBuf data, boolean end) {
        int size = data.readableBytes();
        if (body == null || answered || !body.take(size, end)) {
            data.release();
            giveUp(Failure.LOCAL_SERVER_ERROR, ErrorCode.PROTOCOL_ERROR);
            return;
        }
        if (size == 0) {
            data.release();
        } else {
            visitor.received(size);
            write(data, size);
        }
        if (end) {
            finish(null);
        }
    }

    @Override
    public void onTrailers(Fields trailers) {
        if (body == null || answered || !body.take(0, true)) {
            giveUp(Failure.LOCAL_SERVER_ERROR, ErrorCode.PROTOCOL_ERROR);
            return;
        }
        Forwarding.stripTrailers(trailers);
        finish(trailers.count() > 0 ? trailers : null);
    }

    @Override
    public void onRoom() {
        visitor.resumeReading();
    }

    @Override
    public void onClosed(StreamEnd end) {
        stream = null;
        if (answered) {
            visitor.answered();
        } else if (body != null) {
            visitor.cut();
        } else if (sentBody || failure != null) {
            visitor.failed(failure == null ? Failure.of(end) : failure);
        } else {
            visitor.unserved(end);
        }
    }

    /// The visitor takes bytes again: what it took since is used.
    void creditOwed() {
        if (stream != null && owed > 0) {
            int bytes = owed;
            owed = 0;
            stream.credit(bytes);
        }
    }

    private void interim(Fields head, int status, boolean end) {
        if (end) {
            giveUp(Failure.LOCAL_SERVER_ERROR, ErrorCode.PROTOCOL_ERROR);
            return;
        }
        if (!http10) { // RFC 9110, 15.2: HTTP/1.0 knows none
            Http1Writer.response(head, BodyFraming.NONE, true, false, output.gather());
            continued |= status == 100;
        }
    }

    private void begin(Fields head, boolean end) {
        BodyFraming how = ResponseFraming.of(head, end, answersHead, http10);
        if (how == null) {
            giveUp(Failure.LOCAL_SERVER_ERROR, ErrorCode.PROTOCOL_ERROR);
            return;
        }
        HttpDate.addWhereMissing(head);
        framing = how;
        body = BodyCount.of(how);
        boolean keepAlive = visitor.decideKeepAlive(!(how instanceof BodyFraming.UntilClose));
        Http1Writer.response(head, how, keepAlive, http10, output.gather());
        if (end) {
            finish(null);
        }
    }

    private void write(ByteBuf data, int size) {
        boolean hadRoom = output.hasRoom();
        if (framing instanceof BodyFraming.Chunked) {
            Http1Writer.chunkStart(size, output.gather());
            output.write(data);
            Http1Writer.chunkEnd(output.gather());
        } else {
            output.write(data);
        }
        if (hadRoom && stream != null) {
            stream.credit(size);
        } else {
            owed += size;
        }
    }

    private void finish(@Nullable Fields trailers) {
        if (framing instanceof BodyFraming.Chunked) {
            Http1Writer.lastChunk(trailers, output.gather());
        }
        answered = true;
        if (!requestEnded && stream != null) {
            stream.reset(ErrorCode.CANCEL); // the rest of the request is not wanted
        }
    }

    private void giveUp(Failure why, ErrorCode error) {
        failure = why;
        if (stream != null) {
            stream.reset(error);
        }
    }
}
