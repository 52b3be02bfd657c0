package io.portsicle.relay.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.tunnel.http1.Http1Limits;

import org.jspecify.annotations.Nullable;

/// One visitor's connection: requests are read one after the other, and each is answered before the
/// next one is looked at, so that pipelined requests get their responses in order.
///
/// On the connection's event loop; between two exchanges that may become another one.
final class Visitor {
    /// Pipelined bytes that may wait while an exchange runs, before the visitor's socket is left
    /// alone.
    private static final int PIPELINED_BYTES = 64 * 1024;

    private enum Phase {
        /// Waits for a request head, or for the rest of one.
        HEAD,
        /// Goes to the event loop of the link that will serve the request.
        MOVING,
        /// A request is being served.
        EXCHANGE,
        /// Answered; the rest of the request's body is dropped, then the next request follows.
        DRAINING,
        /// Answered for the last time; the response is on its way out.
        CLOSING,
        /// The last response is sent; what still comes is dropped, so that no RST destroys it on
        /// its way.
        LINGERING,
        /// Closed, or no longer a visitor's connection.
        GONE
    }

    private final Ingress ingress;
    private final SocketChannel channel;
    private final RequestReader request;
    private final VisitorOutput output;
    private final Dispatcher dispatcher;
    private final Stalls stalls = new Stalls();

    private Phase phase = Phase.HEAD;
    private @Nullable Exchange exchange;
    private Sweep sweep;
    private int since;
    private boolean isFirst = true;
    private boolean keepAlive;
    private boolean paused;
    private boolean advancing;
    private int dropped;

    /// Where the visitor stands in its [Sweep].
    int sweepSlot = -1;

    Visitor(Ingress ingress, SocketChannel channel) {
        VisitorLimits limits = ingress.limits();
        this.ingress = ingress;
        this.channel = channel;
        this.request =
                new RequestReader(
                        channel.alloc(), new Http1Limits(limits.headBytes(), limits.headFields()));
        this.output = new VisitorOutput(channel);
        this.dispatcher = new Dispatcher(ingress, this, request, output, channel);
        this.sweep = ingress.sweep(channel.eventLoop());
        this.since = sweep.seconds();
        sweep.join(this);
    }

    // ---- what the socket does

    /// Bytes came; takes them over.
    void received(ByteBuf bytes) {
        if (phase == Phase.GONE) {
            bytes.release();
            return;
        }
        int now = sweep.seconds();
        if (phase == Phase.HEAD && request.waiting() == 0) {
            since = now;
        }
        stalls.heard(now);
        request.add(bytes);
        advance();
        if (paused && HalfClose.isByPeer(channel)) {
            channel.close(); // the visitor left: only that wakes a socket that is not read from
        }
    }

    /// The visitor takes bytes again, or takes none just now.
    void writabilityChanged() {
        if (output.hasRoom()) {
            output.roomAgain();
            if (exchange != null) {
                exchange.creditOwed();
            }
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
        request.clear();
        output.release();
    }

    /// A second has passed.
    void second() {
        VisitorLimits limits = ingress.limits();
        int waited = sweep.seconds() - since;
        switch (phase) {
            case HEAD -> headSecond(waited, limits);
            case EXCHANGE -> exchangeSecond(limits);
            case DRAINING -> {
                if (waited >= limits.lingerTimeout().toSeconds()) {
                    keepAlive = false;
                    finish();
                }
            }
            case CLOSING -> closeIfStalled(limits);
            case LINGERING -> {
                if (waited >= limits.lingerTimeout().toSeconds()) {
                    channel.close();
                }
            }
            case MOVING, GONE -> {}
        }
    }

    /// The relay closes: a connection on which nothing runs goes at once.
    void relayCloses() {
        if (phase == Phase.HEAD && request.waiting() == 0) {
            channel.close();
        }
    }

    // ---- what the dispatcher does with a request

    /// The request goes to a link.
    void begin(Exchange begun) {
        exchange = begun;
        stalls.begin(sweep.seconds());
    }

    /// The request is answered; the response stands in the output.
    void finish() {
        if (!keepAlive) {
            lingerOrClose();
        } else if (request.isComplete()) {
            request.next();
            isFirst = false;
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

    /// The connection has arrived at its new event loop; false when it was closed on the way.
    boolean arrive() {
        if (phase != Phase.MOVING) {
            return false;
        }
        sweep = ingress.sweep(channel.eventLoop());
        sweep.join(this);
        phase = Phase.EXCHANGE;
        stalls.begin(sweep.seconds());
        return true;
    }

    /// The connection becomes an agent's; who takes it over gets the bytes that came behind the
    /// request.
    ByteBuf handOver() {
        leave();
        output.flushTurn();
        return request.take();
    }

    /// Decides whether another request may follow, when a response head is about to be written. A
    /// visitor who was never told to continue may send its body or not, and what follows can't be
    /// told apart (RFC 9110, 10.1.1).
    boolean decideKeepAlive(boolean mayFollow) {
        boolean unsure =
                request.expectsContinue()
                        && !request.isComplete()
                        && (exchange == null || !exchange.hasContinued());
        keepAlive = mayFollow && request.isKeepAlive() && !unsure && !ingress.isClosing();
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

    /// The request certainly reached nobody: it may go another way.
    void notDelivered() {
        exchange = null;
        if (phase != Phase.GONE) {
            dispatcher.retry();
            advance();
        }
    }

    /// The response broke off: only an abort tells the visitor that it is not whole.
    void cut() {
        exchange = null;
        if (phase != Phase.GONE) {
            channel.config().setSoLinger(0);
            channel.close();
        }
    }

    void resumeReading() {
        if (paused) {
            paused = false;
            stalls.heard(sweep.seconds());
            channel.config().setAutoRead(true);
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
            case EXCHANGE -> readBody();
            case DRAINING -> drainBody();
            case CLOSING, LINGERING -> {
                drop(request.waiting());
                request.clear();
                yield false;
            }
            case MOVING, GONE -> false;
        };
    }

    private boolean readHead() {
        if (request.waiting() == 0) {
            return false;
        }
        return switch (request.readHead()) {
            case INCOMPLETE -> false;
            case INVALID -> {
                enter(Phase.EXCHANGE);
                dispatcher.refuse(Failure.page(request.problem()));
                yield true;
            }
            case COMPLETE -> {
                enter(Phase.EXCHANGE);
                dispatcher.dispatch();
                yield true;
            }
        };
    }

    private boolean readBody() {
        Exchange to = exchange;
        if (to == null) {
            return false;
        }
        if (request.isComplete()) {
            if (request.waiting() > PIPELINED_BYTES) {
                pauseReading();
            }
            return false;
        }
        for (ByteBuf piece = request.readBody(); piece != null; piece = nextPiece(to)) {
            to.sendBody(piece, request.isComplete());
        }
        if (exchange != to) {
            return true;
        }
        if (request.isInvalid()) {
            to.refuse(Failure.BAD_BODY);
        } else if (request.isComplete()) {
            to.sendEnd(request.trailers());
        } else if (!to.hasRoom()) {
            pauseReading();
        }
        return exchange != to;
    }

    private @Nullable ByteBuf nextPiece(Exchange to) {
        return exchange == to ? request.readBody() : null;
    }

    private boolean drainBody() {
        for (ByteBuf piece = request.readBody(); piece != null; piece = request.readBody()) {
            dropped += piece.readableBytes();
            piece.release();
        }
        if (request.isInvalid() || dropped > ingress.limits().lingerBytes()) {
            keepAlive = false;
        }
        if (keepAlive && !request.isComplete()) {
            return false;
        }
        finish();
        return true;
    }

    private void drop(int bytes) {
        dropped += bytes;
        if (dropped > ingress.limits().lingerBytes()) {
            channel.close();
        }
    }

    private void pauseReading() {
        if (!paused) {
            paused = true;
            channel.config().setAutoRead(false);
        }
    }

    private void lingerOrClose() {
        boolean mayStillSend = !request.isComplete() || request.waiting() > 0;
        enter(Phase.CLOSING);
        stalls.begin(sweep.seconds());
        if (mayStillSend) {
            output.shutdown(() -> enter(Phase.LINGERING));
        } else {
            output.close();
        }
    }

    private void enter(Phase next) {
        phase = next;
        since = sweep.seconds();
        if (next != Phase.EXCHANGE) {
            dropped = 0;
            resumeReading();
        }
    }

    private void leave() {
        phase = Phase.GONE;
        sweep.leave(this);
    }

    private void headSecond(int waited, VisitorLimits limits) {
        if (request.waiting() > 0) {
            if (waited >= limits.headTimeout().toSeconds()) {
                enter(Phase.EXCHANGE);
                dispatcher.refuse(Failure.REQUEST_TIMEOUT.page());
            }
        } else if (!output.isDrained()) {
            since = sweep.seconds(); // still reads the last response: not idle
            closeIfStalled(limits);
        } else if (waited >= (isFirst ? limits.headTimeout() : limits.idleTimeout()).toSeconds()) {
            channel.close();
        }
    }

    private void exchangeSecond(VisitorLimits limits) {
        boolean isBodyDue = !paused && !request.isComplete();
        int stalled = stalls.second(sweep.seconds(), isBodyDue, output.pending());
        if (exchange != null && stalled >= limits.stallTimeout().toSeconds()) {
            exchange.refuse(Failure.REQUEST_TIMEOUT);
        }
    }

    private void closeIfStalled(VisitorLimits limits) {
        int stalled = stalls.second(sweep.seconds(), false, output.pending());
        if (stalled >= limits.stallTimeout().toSeconds()) {
            channel.close();
        }
    }
}
