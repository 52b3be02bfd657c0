package io.portsicle.relay.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.portsicle.relay.path.ResponseMap;
import io.portsicle.relay.visitor.BodyCount;
import io.portsicle.relay.visitor.Failure;
import io.portsicle.relay.visitor.HttpDate;
import io.portsicle.relay.visitor.ResponseFraming;
import io.portsicle.relay.visitor.UpgradeWish;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

/// A request of an HTTP/2 visitor on a link: what it sends goes out on the link's stream, what
/// comes back goes to the visitor's. On the visitor's event loop.
///
/// It is over when the link's stream is; the request then hears of it, exactly once.
final class Http2Exchange implements StreamListener {
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Http2Request request;
    private final Http2Stream visitor;
    private final boolean isConnect;
    private @Nullable FarStream far;
    private boolean requestEnded;
    private boolean sentBody;

    private @Nullable BodyCount body;
    private int owed;
    private boolean answered;
    private @Nullable Failure failure;

    Http2Exchange(Http2Request request, Http2Stream visitor) {
        this.request = request;
        this.visitor = visitor;
        this.isConnect = request.head().has(KnownField.PROTOCOL);
    }

    // ---- the request

    void open(Link link, boolean ended, ResponseMap responses) {
        requestEnded = ended;
        StreamListener listener = responses.before(this);
        far = FarStream.open(link, request.loop(), request.head(), ended, listener);
    }

    /// Sends a piece of the request's body; takes it over.
    void send(ByteBuf data, boolean end) {
        if (far == null || requestEnded) {
            data.release();
            return;
        }
        sentBody = true;
        requestEnded = end;
        far.sendData(data, end);
    }

    void sendTrailers(Fields trailers) {
        if (trailers.count() == 0) {
            send(Unpooled.EMPTY_BUFFER, true);
        } else if (far != null && !requestEnded) {
            requestEnded = true;
            far.sendTrailers(trailers);
        }
    }

    /// Whether the visitor may go on sending. What is not wanted any longer is welcome, too.
    boolean hasRoom() {
        return far == null || requestEnded || far.hasRoom();
    }

    /// Whether more of the request is waited for; the bytes of another protocol never are.
    boolean isBodyDue() {
        return far != null && !requestEnded && !isConnect;
    }

    /// Gives the exchange up because of the visitor, who hears of `why` where nothing was said yet.
    void refuse(Failure why) {
        giveUp(why, ErrorCode.CANCEL);
    }

    /// The visitor is gone: nobody needs the rest.
    void cancel() {
        if (far != null) {
            far.reset(ErrorCode.CANCEL);
        }
    }

    /// The visitor takes bytes again: what it took since is used.
    void creditOwed() {
        int bytes = owed;
        owed = 0;
        if (far != null) {
            far.credit(bytes);
        }
    }

    // ---- the response

    @Override
    public void onHead(Fields head, boolean end) {
        int status = head.status();
        boolean wrong = status < 100 || status > 999 || status == SWITCHING_PROTOCOLS;
        if (body != null || wrong || status < 200 && end) {
            giveUp(Failure.LOCAL_SERVER_ERROR, ErrorCode.PROTOCOL_ERROR);
        } else if (status < 200) {
            visitor.sendHead(head, false);
        } else if (isConnect && status < 300) {
            connected(head, end);
        } else {
            begin(head, end);
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
        visitor.sendData(data, end);
        if (far != null && visitor.hasRoom()) {
            far.credit(size);
        } else {
            owed += size;
        }
        if (end) {
            finish();
        }
    }

    @Override
    public void onTrailers(Fields trailers) {
        if (body == null || answered || !body.take(0, true)) {
            giveUp(Failure.LOCAL_SERVER_ERROR, ErrorCode.PROTOCOL_ERROR);
            return;
        }
        Forwarding.stripTrailers(trailers);
        if (trailers.count() > 0) {
            visitor.sendTrailers(trailers);
        } else {
            visitor.sendData(Unpooled.EMPTY_BUFFER, true);
        }
        finish();
    }

    @Override
    public void onRoom() {
        request.roomAgain();
    }

    @Override
    public void onClosed(StreamEnd end) {
        far = null;
        if (answered) {
            request.answered();
        } else if (body != null) {
            request.cut();
        } else if (sentBody || failure != null) {
            request.failed(failure == null ? Failure.of(end) : failure);
        } else {
            request.unserved(end);
        }
    }

    /// The other protocol begins (RFC 8441, 5). A server that ignored the upgrade and answered all
    /// the same can't be told from one that took it, so that this is an error.
    private void connected(Fields head, boolean end) {
        if (!UpgradeWish.isGranted(head)) {
            giveUp(Failure.LOCAL_SERVER_ERROR, ErrorCode.CANCEL);
            return;
        }
        head.removeAll(KnownField.CONTENT_LENGTH);
        body = BodyCount.any();
        visitor.sendHead(head, end);
        answered = end;
    }

    private void begin(Fields head, boolean end) {
        BodyFraming framing = ResponseFraming.of(head, end, request.isHeadMethod(), false);
        if (framing == null) {
            giveUp(Failure.LOCAL_SERVER_ERROR, ErrorCode.PROTOCOL_ERROR);
            return;
        }
        HttpDate.addWhereMissing(head);
        body = BodyCount.of(framing);
        visitor.sendHead(head, end);
        if (end) {
            finish();
        } else if (isConnect && !requestEnded) {
            send(Unpooled.EMPTY_BUFFER, true); // refused: nothing of the visitor's belongs to it
        }
    }

    private void finish() {
        answered = true;
        if (!requestEnded && far != null && !isConnect) {
            far.reset(ErrorCode.CANCEL); // the rest of the request is not wanted
        }
    }

    private void giveUp(Failure why, ErrorCode error) {
        failure = why;
        if (far != null) {
            far.reset(error);
        }
    }
}
