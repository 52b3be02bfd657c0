package io.portsicle.relay.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.portsicle.relay.connection.Patience;
import io.portsicle.relay.connection.Phase;
import io.portsicle.relay.endpoint.Holder;
import io.portsicle.relay.path.ResponseMap;
import io.portsicle.relay.registration.Upgrade;
import io.portsicle.relay.visitor.BodyCount;
import io.portsicle.relay.visitor.Caller;
import io.portsicle.relay.visitor.Dispatcher;
import io.portsicle.relay.visitor.Failure;
import io.portsicle.relay.visitor.LocalAnswer;
import io.portsicle.relay.visitor.UpgradeWish;
import io.portsicle.relay.visitor.VisitorRequest;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.RequestListener;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.message.Fields;
import io.portsicle.tunnel.message.Forwarding;
import io.portsicle.tunnel.message.KnownField;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/// One request of an HTTP/2 visitor: a stream of its connection. On the visitor's event loop.
///
/// What comes of its body before there is a link for it waits here, within the stream's window.
final class Http2Request implements VisitorRequest, RequestListener {
    private final Http2Visitor visitor;
    private final Caller caller;
    private final Http2Stream stream;
    private final Fields head;
    private final Dispatcher dispatcher;
    private final BodyCount body;
    private final Patience patience;
    private final boolean isHead;
    private final boolean hasBody;

    private @Nullable Http2Exchange exchange;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);
    private @Nullable Fields trailers;
    private boolean ended;
    private boolean isParked;
    private boolean isAnswered;
    private boolean isClosed;
    private int owed;
    private int dropped;

    /// `head` is the request's own copy; `ended` says that it has no body.
    Http2Request(
            Http2Visitor visitor, Caller caller, Http2Stream stream, Fields head, boolean ended) {
        this.visitor = visitor;
        this.caller = caller;
        this.stream = stream;
        this.head = head;
        this.ended = ended;
        this.hasBody = !ended;
        this.body = BodyCount.of(head);
        this.isHead = head.valueIs(head.find(KnownField.METHOD), "head");
        this.patience = new Patience(caller.reception().limits(), visitor.seconds());
        this.dispatcher = new Dispatcher(caller, this);
    }

    /// Brings the request on its way.
    void begin() {
        if (ended && !body.take(0, true)) {
            stream.reset(ErrorCode.PROTOCOL_ERROR);
        } else if (!head.has(KnownField.PATH)) {
            dispatcher.fail(Failure.NO_CONNECT);
        } else if (!isProtocolForwardable()) {
            dispatcher.fail(Failure.NO_UPGRADE);
        } else {
            dispatcher.dispatch();
        }
    }

    EventLoop loop() {
        return caller.loop();
    }

    /// A second has passed.
    void second() {
        boolean isDue = exchange != null && exchange.isBodyDue() && owed == 0;
        Phase phase = isParked ? Phase.PARKED : Phase.EXCHANGE;
        Patience.Verdict verdict =
                patience.second(phase, visitor.seconds(), isDue, stream.waitingBytes());
        if (verdict == Patience.Verdict.GIVE_UP_EXCHANGE) {
            if (exchange != null && isDue) {
                exchange.refuse(Failure.REQUEST_TIMEOUT);
            } else {
                stream.reset(ErrorCode.CANCEL);
            }
        }
    }

    /// The request waits no longer for an agent who can't come back here.
    void stopWaiting() {
        if (isParked) {
            dispatcher.stopWaiting();
        }
    }

    // ---- what the visitor sends

    @Override
    public void onData(ByteBuf data, boolean end) {
        int size = data.readableBytes();
        visitor.uploads(size);
        patience.heard(visitor.seconds());
        if (!takes(size, end)) {
            data.release();
        } else if (isAnswered) {
            data.release();
            drop(size);
        } else if (exchange == null) {
            owed += size;
            held.add(data);
        } else {
            owed += size;
            exchange.send(data, end);
            roomAgain();
        }
    }

    @Override
    public void onTrailers(Fields last) {
        if (!takes(0, true)) {
            return;
        }
        Forwarding.stripTrailers(last);
        if (exchange != null) {
            exchange.sendTrailers(last);
        } else {
            trailers = last.copy();
        }
    }

    @Override
    public void onRoom() {
        if (exchange != null) {
            exchange.creditOwed();
        }
    }

    @Override
    public void onClosed(StreamEnd end) {
        isClosed = true;
        releaseHeld();
        if (exchange != null) {
            exchange.cancel();
        }
        dispatcher.visitorLeft();
        visitor.over(this);
    }

    // ---- what the dispatcher does with it

    @Override
    public Version version() {
        return Version.HTTP_2;
    }

    @Override
    public Fields head() {
        return head;
    }

    @Override
    public boolean isHeadMethod() {
        return isHead;
    }

    @Override
    public boolean hasBody() {
        return hasBody;
    }

    @Override
    public int heldBytes() {
        return head.listSize() + owed;
    }

    @Override
    public int seconds() {
        return visitor.seconds();
    }

    /// A connection that carries many requests goes nowhere for one of them.
    @Override
    public boolean reach(Link link, Holder of, Runnable then) {
        return true;
    }

    @Override
    public void serve(Link link, @Nullable UpgradeWish wish, ResponseMap responses) {
        if (head.has(KnownField.PROTOCOL) && !link.takesUpgrades()) {
            dispatcher.fail(Failure.NO_UPGRADE);
            return;
        }
        Http2Exchange next = new Http2Exchange(this, stream);
        exchange = next;
        boolean isWhole = ended && held.isEmpty() && trailers == null;
        next.open(link, isWhole, responses);
        if (!isWhole) {
            sendHeld(next);
        }
    }

    @Override
    public void park() {
        isParked = true;
    }

    @Override
    public boolean unpark() {
        boolean wasParked = isParked;
        isParked = false;
        patience.begin(visitor.seconds());
        return wasParked && !isClosed;
    }

    @Override
    public void answer(LocalAnswer answer, boolean mayFollow) {
        isAnswered = true;
        answer.writeTo(stream, isHead);
        releaseHeld();
        drop(owed);
    }

    @Override
    public void complete(Upgrade upgrade) {
        throw new IllegalStateException("a stream of HTTP/2 can't become a link");
    }

    // ---- how an exchange goes on and ends

    /// The link takes more: what it took is used.
    void roomAgain() {
        if (owed > 0 && (exchange == null || exchange.hasRoom())) {
            int bytes = owed;
            owed = 0;
            stream.credit(bytes);
        }
    }

    /// The response was handed over to its end.
    void answered() {
        exchange = null;
        isAnswered = true;
        drop(owed);
    }

    /// There is no response and will be none.
    void failed(Failure why) {
        exchange = null;
        if (!isClosed) {
            dispatcher.fail(why);
        }
    }

    /// There was no response; perhaps the request can be sent again.
    void unserved(StreamEnd end) {
        exchange = null;
        if (!isClosed) {
            dispatcher.unserved(end);
        }
    }

    /// The response broke off: only a reset tells the visitor that it is not whole.
    void cut() {
        exchange = null;
        stream.reset(ErrorCode.INTERNAL_ERROR);
    }

    private boolean isProtocolForwardable() {
        String protocol = head.value(KnownField.PROTOCOL);
        return protocol == null || UpgradeWish.isForwardable(protocol);
    }

    /// Counts what came; false, and the end of the request, where its length is not the announced
    /// one.
    private boolean takes(int size, boolean end) {
        ended = end;
        if (body.take(size, end)) {
            return true;
        }
        stream.reset(ErrorCode.PROTOCOL_ERROR);
        return false;
    }

    private void sendHeld(Http2Exchange to) {
        for (ByteBuf data = held.poll(); data != null; data = held.poll()) {
            to.send(data, ended && held.isEmpty() && trailers == null);
        }
        if (trailers != null) {
            to.sendTrailers(trailers);
        }
        roomAgain();
    }

    /// Bytes that nobody wants. A visitor who never stops sending is told to (RFC 9113, 8.1).
    private void drop(int size) {
        owed = 0;
        dropped += size;
        if (dropped > caller.reception().limits().lingerBytes()) {
            stream.reset(ErrorCode.NO_ERROR);
        } else {
            stream.credit(size);
        }
    }

    private void releaseHeld() {
        for (ByteBuf data = held.poll(); data != null; data = held.poll()) {
            data.release();
        }
    }
}
