package io.portsicle.relay.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.portsicle.relay.connection.HalfClose;
import io.portsicle.relay.connection.Patience;
import io.portsicle.relay.connection.Phase;
import io.portsicle.relay.connection.Sweep;
import io.portsicle.relay.connection.Swept;
import io.portsicle.relay.visitor.Caller;
import io.portsicle.relay.visitor.Reception;
import io.portsicle.tunnel.LinkOutput;
import io.portsicle.tunnel.Unsent;
import io.portsicle.tunnel.http2.ConnectionListener;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Connection;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One visitor's connection that speaks HTTP/2: each stream is a request of its own, to whatever
/// endpoint. It stays on the event loop where it was accepted.
public final class Http2Visitor implements Swept, ConnectionListener {
    /// From the first GOAWAY, which refuses nothing, to the one that does: what the visitor sent
    /// before it heard the first has arrived by then (RFC 9113, 6.8).
    private static final int GOODBYE_SECONDS = 1;

    private static final int LARGE_UPLOAD_BYTES = 64 * 1024;

    private static final int NEVER = Integer.MAX_VALUE;

    private final Reception reception;
    private final SocketChannel channel;
    private final Caller caller;
    private final LinkOutput output;
    private final Http2Connection connection;
    private final Sweep sweep;
    private final Patience patience;
    private final Set<Http2Request> requests = new LinkedHashSet<>();
    private int goodbyeAt = NEVER;
    private int sweepSlot = NOWHERE;
    private long pingedAt;
    private long uploaded;
    private boolean isLeaving;
    private boolean isLastWordSent;
    private boolean isGone;

    private Http2Visitor(Caller caller) {
        this.caller = caller;
        this.reception = caller.reception();
        this.channel = caller.channel();
        caller.staysOnItsLoop();
        this.output = LinkOutput.bare(channel);
        this.connection =
                new Http2Connection(
                        Http2Connection.Role.SERVER,
                        channel.eventLoop(),
                        channel.alloc(),
                        output,
                        reception.limits().http2(),
                        this,
                        System::nanoTime);
        this.sweep = reception.sweep(channel.eventLoop());
        this.patience = new Patience(reception.limits(), sweep.seconds());
    }

    /// Begins with a connection on which nothing was said yet.
    public static void begin(Caller caller) {
        new Http2Visitor(caller).start();
    }

    /// Takes over a connection whose first bytes, which this takes over as well, are the preface of
    /// HTTP/2.
    public static void takeOver(Caller caller, ByteBuf first) {
        Http2Visitor visitor = new Http2Visitor(caller);
        visitor.start();
        visitor.received(first);
        first.release();
    }

    private void start() {
        channel.pipeline().addLast("visitor", new Http2VisitorHandler(this));
        sweep.join(this);
        reception.connections().visitors().enter();
        connection.start();
        if (reception.isClosing()) {
            relayDrains();
        }
    }

    // ---- what the socket does

    /// Bytes came; they stay the caller's.
    void received(ByteBuf bytes) {
        if (!isGone && !isLeaving) {
            connection.read(bytes);
        }
    }

    /// The socket takes bytes again.
    void roomAgain() {
        connection.onRoom();
    }

    /// The connection is closed.
    void gone() {
        if (isGone) {
            return;
        }
        isGone = true;
        connection.transportClosed();
        output.close();
        sweep.leave(this);
        reception.connections().visitors().leave();
    }

    // ---- what the clock does

    @Override
    public void second() {
        for (Http2Request request : List.copyOf(requests)) {
            request.second();
        }
        if (seconds() >= goodbyeAt) {
            goodbyeAt = NEVER;
            connection.goAway();
        }
        switch (patience.second(phase(), seconds(), false, Unsent.bytes(channel))) {
            case WAIT -> {}
            case CLOSE -> leave();
            case GIVE_UP_EXCHANGE, GIVE_UP_HEAD, GIVE_UP_BODY -> channel.close();
        }
    }

    @Override
    public void relayDrains() {
        if (isLeaving) {
            return;
        }
        patience.hurry(seconds());
        connection.announceGoAway();
        goodbyeAt = seconds() + GOODBYE_SECONDS;
        List.copyOf(requests).forEach(Http2Request::stopWaiting);
    }

    @Override
    public void relayCloses() {
        if (requests.isEmpty()) {
            leave();
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

    private Phase phase() {
        if (isLeaving) {
            return isLastWordSent ? Phase.LINGERING : Phase.CLOSING;
        }
        return requests.isEmpty() ? Phase.HEAD : Phase.EXCHANGE;
    }

    int seconds() {
        return sweep.seconds();
    }

    // ---- what the connection tells

    @Override
    public StreamListener onStream(Http2Stream stream, Fields head, boolean end) {
        Http2Request request = new Http2Request(this, caller, stream, head.copy(), end);
        stream.listener(request);
        requests.add(request);
        request.begin();
        return request;
    }

    /// A request is over.
    void over(Http2Request request) {
        requests.remove(request);
        if (requests.isEmpty()) {
            patience.answered();
            patience.begin(seconds());
        }
    }

    @Override
    public void onSettings() {
        // Nothing waits for the visitor's SETTINGS.
    }

    @Override
    public void onPong(long payload) {
        if (payload == pingedAt) {
            connection.roundTrip(System.nanoTime() - pingedAt);
        }
    }

    @Override
    public void onGoAway(ErrorCode error, String debug) {
        // The visitor opens nothing more; what runs goes on.
    }

    @Override
    public void onIdle() {
        if (requests.isEmpty() && !isGone) {
            leaveBehindLastWord();
        }
    }

    @Override
    public void onFailure(ErrorCode error, String reason) {
        leaveBehindLastWord();
    }

    /// Bytes of a body came. The round trip is measured once there are many of them, so that the
    /// windows can grow with the path.
    void uploads(int bytes) {
        uploaded += bytes;
        if (uploaded >= LARGE_UPLOAD_BYTES && pingedAt == 0) {
            pingedAt = System.nanoTime();
            connection.ping(pingedAt);
        }
    }

    private void leave() {
        if (isLeaving) {
            channel.close();
        } else {
            connection.goAway(); // and then onIdle
        }
    }

    /// What the visitor still sends is dropped for a while, so that no RST destroys the last word
    /// on its way.
    private void leaveBehindLastWord() {
        if (isLeaving) {
            return;
        }
        isLeaving = true;
        goodbyeAt = NEVER;
        output.flushTurn();
        HalfClose.behind(Unpooled.EMPTY_BUFFER, channel, this::lastWordSent);
    }

    private void lastWordSent() {
        isLastWordSent = true;
        patience.begin(seconds());
    }
}
