package io.portsicle.relay.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.relay.connection.HalfClose;
import io.portsicle.relay.connection.Patience;
import io.portsicle.relay.connection.Phase;
import io.portsicle.relay.connection.Sweep;
import io.portsicle.relay.connection.Swept;
import io.portsicle.relay.connection.VisitorLimits;
import io.portsicle.relay.visitor.Caller;
import io.portsicle.relay.visitor.Dispatcher;
import io.portsicle.relay.visitor.Failure;
import io.portsicle.relay.visitor.Reception;
import io.portsicle.tunnel.ReadSize;
import io.portsicle.tunnel.http1.Http1Limits;
import io.portsicle.tunnel.http2.StreamEnd;

import org.jspecify.annotations.Nullable;

/// One visitor's connection: requests are read one after the other, and each is answered before the
/// next one is looked at, so that pipelined requests get their responses in order.
///
/// On the connection's event loop; between two exchanges that may become another one.
public final class Http1Visitor implements Swept {
    /// Pipelined bytes that may wait while an exchange runs, before the visitor's socket is left
    /// alone.
    private static final int PIPELINED_BYTES = 64 * 1024;

    /// Bytes behind a head that may wait while the request waits for its agent.
    private static final int PARKED_BYTES = 16 * 1024;

    private final Reception reception;
    private final SocketChannel channel;
    private final RequestReader request;
    private final VisitorOutput output;
    private final Tap tap;
    private final Caller caller;
    private final PriorKnowledge http2;
    private final Dispatcher dispatcher;
    private final Patience patience;

    private Phase phase = Phase.HEAD;
    private @Nullable Http1Exchange exchange;
    private @Nullable Conduit conduit;
    private Sweep sweep;
    private boolean keepAlive;
    private boolean advancing;
    private int dropped;

    private int sweepSlot = NOWHERE;

    private Http1Visitor(Caller caller, PriorKnowledge http2) {
        this.caller = caller;
        this.http2 = http2;
        this.reception = caller.reception();
        this.channel = caller.channel();
        VisitorLimits limits = reception.limits();
        this.request =
                new RequestReader(
                        channel.alloc(), new Http1Limits(limits.headBytes(), limits.headFields()));
        this.output = new VisitorOutput(channel);
        this.tap = new Tap(channel);
        this.dispatcher = new Dispatcher(caller, new Http1Request(caller, this, request, output));
        this.sweep = reception.sweep(channel.eventLoop());
        this.patience = new Patience(limits, sweep.seconds());
        sweep.join(this);
        ReadSize.of(channel).limit(this::room);
        reception.connections().visitors().enter();
        if (reception.isClosing()) {
            patience.hurry(sweep.seconds());
        }
    }

    /// Begins with a connection on which nothing was said yet; one that begins with the preface of
    /// HTTP/2 is handed on to `http2`.
    public static void begin(Caller caller, PriorKnowledge http2) {
        Http1Visitor visitor = new Http1Visitor(caller, http2);
        caller.channel().pipeline().addLast("visitor", new Http1VisitorHandler(visitor));
    }

    // ---- what the socket does

    /// Bytes came; takes them over.
    void received(ByteBuf bytes) {
        if (phase == Phase.GONE) {
            bytes.release();
            return;
        }
        if (phase == Phase.HEAD && request.waiting() == 0) {
            patience.begin(sweep.seconds());
        } else {
            patience.heard(sweep.seconds());
        }
        request.add(bytes);
        advance();
        if (conduit == null && tap.isClosed() && HalfClose.isByPeer(channel)) {
            channel.close(); // the visitor left: only that wakes a socket that is not read from
        }
    }

    /// The visitor takes bytes again, or takes none just now.
    void writabilityChanged() {
        if (output.hasRoom()) {
            output.roomAgain();
            if (exchange != null) {
                exchange.creditOwed();
            } else if (conduit != null) {
                conduit.creditOwed();
            }
        }
    }

    /// The visitor closed its side of an upgraded connection, and only that one.
    void inputEnded() {
        if (conduit != null) {
            conduit.sendEnd(HalfClose.leavesTheOtherHalf(channel));
        }
    }

    /// The connection is closed.
    void gone() {
        if (phase == Phase.GONE) {
            return;
        }
        leave();
        if (exchange != null) {
            exchange.cancel();
        }
        if (conduit != null) {
            conduit.abort();
        }
        dispatcher.visitorLeft();
        caller.left(request.heads());
        request.clear();
        output.release();
    }

    @Override
    public void second() {
        boolean isDue =
                phase == Phase.HEAD
                        ? request.waiting() > 0
                        : !tap.isClosed() && !request.isComplete();
        switch (patience.second(phase, sweep.seconds(), isDue, output.pending())) {
            case WAIT -> {}
            case CLOSE -> channel.close();
            case GIVE_UP_HEAD -> {
                enter(Phase.EXCHANGE);
                dispatcher.refuse(Failure.REQUEST_TIMEOUT.page());
            }
            case GIVE_UP_EXCHANGE -> {
                if (exchange != null) {
                    exchange.refuse(Failure.REQUEST_TIMEOUT);
                } else if (conduit != null) {
                    conduit.abort();
                }
            }
            case GIVE_UP_BODY -> {
                keepAlive = false;
                finish();
            }
        }
    }

    @Override
    public void relayDrains() {
        if (phase == Phase.HEAD && request.waiting() == 0) {
            patience.hurry(sweep.seconds());
        } else if (phase == Phase.PARKED) {
            dispatcher.stopWaiting();
        }
    }

    @Override
    public int sweepSlot() {
        return sweepSlot;
    }

    @Override
    public void sweepSlot(int slot) {
        sweepSlot = slot;
    }

    @Override
    public void relayCloses() {
        if (phase == Phase.HEAD && request.waiting() == 0) {
            channel.close();
        }
    }

    // ---- what the dispatcher does with a request

    /// The request goes to a link.
    void begin(Http1Exchange begun) {
        exchange = begun;
        patience.begin(sweep.seconds());
    }

    /// So many bytes of the response's body came.
    void received(int bytes) {
        caller.received(bytes);
    }

    /// The request is answered; the response stands in the output.
    void finish() {
        patience.answered();
        if (!keepAlive) {
            close();
        } else if (request.isComplete()) {
            request.next();
            enter(Phase.HEAD);
        } else {
            enter(Phase.DRAINING);
        }
        advance();
    }

    /// The connection leaves its event loop for another one.
    void depart() {
        phase = Phase.MOVING;
        sweep.leave(this);
    }

    /// The request waits for its agent: nothing runs, and little more is read.
    void park() {
        enter(Phase.PARKED);
    }

    /// The request goes on; false when the visitor left meanwhile.
    boolean unpark() {
        if (phase != Phase.PARKED) {
            return false;
        }
        enter(Phase.EXCHANGE);
        resumeReading();
        return true;
    }

    /// Seconds, as a clock that is good on this event loop only.
    int seconds() {
        return sweep.seconds();
    }

    /// The connection has arrived at its new event loop; false when it was closed on the way.
    boolean arrive() {
        if (phase != Phase.MOVING) {
            return false;
        }
        sweep = reception.sweep(channel.eventLoop());
        sweep.join(this);
        enter(Phase.EXCHANGE);
        return true;
    }

    /// The connection is a visitor's of HTTP/1.1 no longer; who takes it over gets the bytes that
    /// were not used yet.
    ByteBuf handOver() {
        leave();
        output.flush();
        ByteBuf unused = request.take();
        channel.pipeline().remove(Http1VisitorHandler.class);
        return unused;
    }

    /// Decides whether another request may follow, when a response head is about to be written. A
    /// visitor who was never told to continue may send its body or not, and what follows can't be
    /// told apart (RFC 9110, 10.1.1).
    boolean decideKeepAlive(boolean mayFollow) {
        boolean unsure =
                request.expectsContinue()
                        && !request.isComplete()
                        && (exchange == null || !exchange.hasContinued());
        keepAlive = mayFollow && request.isKeepAlive() && !unsure && !reception.isClosing();
        return keepAlive;
    }

    // ---- how an exchange ends

    /// The response was written to its end.
    void answered() {
        exchange = null;
        if (phase != Phase.GONE) {
            finish();
        }
    }

    /// There is no response and will be none.
    void failed(Failure failure) {
        exchange = null;
        if (phase != Phase.GONE) {
            dispatcher.fail(failure);
        }
    }

    /// There was no response; perhaps the request can be sent again.
    void unserved(StreamEnd end) {
        exchange = null;
        if (phase != Phase.GONE) {
            dispatcher.unserved(end);
            advance();
        }
    }

    /// The response broke off: only an abort tells the visitor that it is not whole.
    void cut() {
        exchange = null;
        conduit = null;
        if (phase != Phase.GONE && channel.isOpen()) {
            channel.config().setSoLinger(0);
            channel.close();
        }
    }

    // ---- an upgraded connection

    /// The request was answered with another protocol, whose bytes go through the conduit from now
    /// on.
    void upgraded(Conduit to) {
        exchange = null;
        conduit = to;
        channel.config().setAllowHalfClosure(true);
        enter(Phase.UPGRADED);
    }

    /// Both directions have ended.
    void conduitEnded() {
        conduit = null;
        if (phase != Phase.GONE) {
            enter(Phase.CLOSING);
            output.close();
        }
    }

    void resumeReading() {
        if (tap.open()) {
            patience.heard(sweep.seconds());
        }
    }

    // ---- reading

    /// Does what the bytes at hand allow. Comes back to itself where an exchange ends at once,
    /// therefore the guard.
    void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        boolean goesOn = true;
        while (goesOn) {
            goesOn = step();
        }
        advancing = false;
        if (phase != Phase.GONE) {
            request.trim();
        }
    }

    private boolean step() {
        return switch (phase) {
            case HEAD -> readHead();
            case PARKED -> holdBody();
            case EXCHANGE -> readBody();
            case UPGRADED -> sendBytes();
            case DRAINING -> drainBody();
            case CLOSING, LINGERING -> drop();
            case MOVING, GONE -> false;
        };
    }

    private boolean readHead() {
        if (request.waiting() == 0) {
            return false;
        }
        if (request.heads() == 0 && request.mayBeHttp2()) {
            return becomeHttp2();
        }
        return switch (request.readHead()) {
            case INCOMPLETE -> false;
            case INVALID -> {
                enter(Phase.EXCHANGE);
                dispatcher.refuse(Failure.page(request.problem()));
                yield true;
            }
            case COMPLETE -> {
                if (request.heads() == 2) {
                    reception.placement().visitIsLong();
                }
                enter(Phase.EXCHANGE);
                dispatcher.dispatch();
                yield true;
            }
        };
    }

    /// HTTP/2 with prior knowledge (RFC 9113, 3.3): its preface is no request of HTTP/1.1.
    private boolean becomeHttp2() {
        if (request.waiting() >= RequestReader.HTTP2_PREFACE.length) {
            http2.takeOver(caller, handOver());
        }
        return false;
    }

    private boolean readBody() {
        Http1Exchange to = exchange;
        if (to == null) {
            return false;
        }
        if (request.isComplete()) {
            if (request.waiting() > PIPELINED_BYTES) {
                tap.close();
            }
            return false;
        }
        sendBody(to);
        if (exchange == to) {
            endOrHold(to);
        }
        return exchange != to;
    }

    private int room() {
        if (conduit != null) {
            return conduit.room();
        }
        return exchange == null ? 0 : exchange.room();
    }

    private boolean sendBytes() {
        if (conduit != null && request.waiting() > 0) {
            conduit.send(request.take());
        }
        if (conduit != null && !conduit.hasRoom()) {
            tap.close();
        }
        return false;
    }

    private boolean holdBody() {
        if (request.waiting() > PARKED_BYTES) {
            tap.close();
        }
        return false;
    }

    /// Sends what is there of the body; the exchange may end on the way.
    private void sendBody(Http1Exchange to) {
        while (exchange == to) {
            ByteBuf piece = request.readBody();
            if (piece == null) {
                return;
            }
            to.sendBody(piece, request.isComplete());
        }
    }

    private void endOrHold(Http1Exchange to) {
        if (request.isInvalid()) {
            to.refuse(Failure.BAD_BODY);
        } else if (request.isComplete()) {
            to.sendEnd(request.trailers());
        } else if (!to.hasRoom()) {
            tap.close();
        }
    }

    private boolean drainBody() {
        for (ByteBuf piece = request.readBody(); piece != null; piece = request.readBody()) {
            dropped += piece.readableBytes();
            piece.release();
        }
        if (request.isInvalid() || dropped > reception.limits().lingerBytes()) {
            keepAlive = false;
        }
        if (keepAlive && !request.isComplete()) {
            return false;
        }
        finish();
        return true;
    }

    private boolean drop() {
        dropped += request.waiting();
        request.clear();
        if (dropped > reception.limits().lingerBytes()) {
            channel.close();
        }
        return false;
    }

    /// Closes behind the response. A visitor who may still send is read from for a while, because a
    /// socket that is closed with unread bytes answers with a RST, which can destroy the response
    /// on its way.
    private void close() {
        boolean mayStillSend = !request.isComplete() || request.waiting() > 0;
        enter(Phase.CLOSING);
        if (mayStillSend) {
            output.shutdown(this::responseSent);
        } else {
            output.close();
        }
    }

    private void responseSent() {
        if (phase == Phase.CLOSING) {
            enter(Phase.LINGERING);
        }
    }

    private void enter(Phase next) {
        phase = next;
        if (reception.isClosing()) {
            patience.hurry(sweep.seconds());
        } else {
            patience.begin(sweep.seconds());
        }
        if (next != Phase.EXCHANGE) {
            dropped = 0;
            resumeReading();
        }
    }

    private void leave() {
        phase = Phase.GONE;
        reception.connections().visitors().leave();
        sweep.leave(this);
    }
}
