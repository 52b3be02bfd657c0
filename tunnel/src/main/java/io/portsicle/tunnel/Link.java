package io.portsicle.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.util.concurrent.Future;
import io.portsicle.tunnel.http2.ConnectionListener;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Connection;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One TCP connection of a tunnel: HTTP/2 with transposed roles, in WebSocket messages or bare.
///
/// The side that was dialled, the relay, is the HTTP/2 client and opens a stream for each visitor's
/// request; the side that dialled, the agent, is the server. Every method belongs on the link's
/// event loop, unless it says "any thread".
public final class Link {
    /// Which end this is.
    public enum Role {
        /// HTTP/2 client: opens streams.
        RELAY,
        /// HTTP/2 server: serves streams. It dialled, so it masks.
        AGENT
    }

    /// What carries the bytes of HTTP/2.
    public enum Carrier {
        /// Binary WebSocket messages (RFC 6455).
        WEBSOCKET,
        /// Nothing: the upgraded connection itself, as PTTH has it.
        BARE
    }

    private static final String REPLACED = "replaced by a newer link of the same session";
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    /// What the kernel takes beyond what the path carries: everything more would be a queue that
    /// each small response has to wait behind. Linux only.
    private static final long UNSENT_BYTES = 128 * 1024;

    /// What all streams together let a link read at once.
    private static final int READ_BYTES = 1024 * 1024;

    private final Channel channel;
    private final Role role;
    private final LinkConfig config;
    private final LinkListener listener;
    private final Seal seal;
    private final LinkOutput output;
    private final Http2Connection connection;
    private final KeepAlive keepAlive;
    private final TurnFlush turn;
    private @Nullable LinkEnd end;
    private @Nullable Future<?> drainTimeout;
    private boolean peerIsLeaving;
    private boolean rotationAsked;
    private boolean closed;

    private Link(
            Channel channel,
            Role role,
            Seal seal,
            LinkConfig config,
            SessionSilence silence,
            LinkListener listener) {
        this.channel = channel;
        this.role = role;
        this.seal = seal;
        this.output = new LinkOutput(channel, seal);
        this.config = config;
        this.listener = listener;
        this.turn = TurnFlush.of(channel.eventLoop());
        this.connection =
                new Http2Connection(
                        role == Role.RELAY
                                ? Http2Connection.Role.CLIENT
                                : Http2Connection.Role.SERVER,
                        channel.eventLoop(),
                        channel.alloc(),
                        output,
                        config.http2(),
                        new Events(),
                        System::nanoTime);
        this.keepAlive =
                new KeepAlive(
                        channel.eventLoop(),
                        connection::ping,
                        () -> connection.activeStreams() > 0,
                        config,
                        silence,
                        this::onSilence);
    }

    /// Takes over a channel that has been upgraded: nothing of HTTP/1.1 is left in its pipeline,
    /// and the bytes that came behind the upgrade are fired into it after this. `silence` is the
    /// one of its session, which all links of it share. On the channel's event loop.
    public static Link start(
            Channel channel,
            Role role,
            Carrier carrier,
            LinkConfig config,
            SessionSilence silence,
            LinkListener listener) {
        channel.config().setWriteBufferWaterMark(WATER_MARK);
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        Link link;
        if (carrier == Carrier.BARE) {
            link = new Link(channel, role, Seal.BARE, config, silence, listener);
            channel.pipeline().addLast("link", new LinkHandler(link, link.connection::read));
        } else {
            WebSocketSeal seal =
                    role == Role.AGENT ? WebSocketSeal.masking() : WebSocketSeal.plain();
            link = new Link(channel, role, seal, config, silence, listener);
            WebSocketCarrier webSocket =
                    new WebSocketCarrier(link, channel, seal, role == Role.RELAY);
            channel.pipeline().addLast("link", new LinkHandler(link, webSocket));
        }
        ReadSize.of(channel).limit(link::roomToRead);
        link.connection.start();
        link.keepAlive.start();
        return link;
    }

    /// The event loop that all of the link lives on. Any thread.
    public EventLoop loop() {
        return channel.eventLoop();
    }

    /// Opens a stream for a request (relay). It waits while the peer's limit on concurrent streams
    /// is reached; where it can't be sent at all, `to` hears of its end later in this turn.
    public Http2Stream open(Fields head, boolean end, StreamListener to) {
        Http2Stream stream = connection.open(head, end, to);
        if (!rotationAsked && connection.idsLeft() <= config.rotateBefore()) {
            loop().execute(this::askForReplacement);
        }
        return stream;
    }

    /// Whether new requests can be sent on this link.
    public boolean isAccepting() {
        return !closed && drainTimeout == null && connection.isAccepting();
    }

    /// Whether the agent takes extended CONNECT (RFC 8441), so that a visitor's connection can be
    /// upgraded. A new link may be tried: nobody knows before its SETTINGS came. Any thread.
    public boolean takesUpgrades() {
        return connection.allowsConnectProtocol();
    }

    /// Requests that run or wait on this link. Any thread.
    public int activeStreams() {
        return connection.activeStreams();
    }

    /// Whether the socket takes what is written. Any thread.
    public boolean hasRoom() {
        return output.hasRoom();
    }

    /// The round trip to the peer in nanoseconds, or -1 before it was measured. Any thread.
    public long roundTripNanos() {
        return keepAlive.roundTripNanos();
    }

    /// Asks the peer at once whether it is there; after `patience` without a byte the link is lost.
    public void probe(Duration patience) {
        if (!closed) {
            keepAlive.probe(patience);
        }
    }

    /// Asks the agent for a new link in place of this one, which carries requests as before until
    /// it is closed (relay).
    public void askForReplacement() {
        if (!closed && !rotationAsked) {
            rotationAsked = true;
            connection.announceGoAway();
        }
    }

    /// Says GOAWAY, lets what runs finish for the time of the configuration, then closes (RFC 9113,
    /// 6.8). What the relay sent before it heard of it is served too.
    public void drain(String reason) {
        if (closed || drainTimeout != null) {
            return;
        }
        end = new LinkEnd.ClosedHere(reason);
        drainTimeout =
                loop().schedule(
                                () -> close(reason),
                                config.drainTimeout().toNanos(),
                                TimeUnit.NANOSECONDS);
        if (role == Role.RELAY) {
            connection.goAway();
            return;
        }
        connection.announceGoAway();
        long roundTrip =
                Math.max(TimeUnit.MILLISECONDS.toNanos(1), 2 * Math.max(0, roundTripNanos()));
        loop().schedule(this::finishDrain, roundTrip, TimeUnit.NANOSECONDS);
    }

    /// A newer link of the same session has taken over. Where this one had asked for that, what
    /// runs on it may finish; otherwise its agent has given it up, whatever the network still says,
    /// and it is closed.
    public void retire() {
        if (rotationAsked) {
            drain(REPLACED);
        } else if (connection.isAccepting()) {
            close(REPLACED);
        }
    }

    /// Closes at once; every stream ends with `LinkLost`.
    public void close(String reason) {
        endWith(new LinkEnd.ClosedHere(reason));
        channel.close();
    }

    // ---- for the handlers

    /// A piece of one stream that nobody takes pins all that was read with it, so that streams
    /// share what is read at once.
    private int roomToRead() {
        return READ_BYTES / Math.max(1, connection.activeStreams());
    }

    Http2Connection connection() {
        return connection;
    }

    void heard() {
        keepAlive.heard();
    }

    void broken(String reason) {
        endWith(new LinkEnd.Broken(reason));
        closeAfterFlush();
    }

    void lost(String reason) {
        endWith(new LinkEnd.Lost(reason));
        channel.close();
    }

    void transportFailed(String reason) {
        endWith(endOfTransport(reason));
        channel.close();
    }

    void transportClosed() {
        if (closed) {
            return;
        }
        closed = true;
        keepAlive.stop();
        if (drainTimeout != null) {
            drainTimeout.cancel(false);
        }
        endWith(endOfTransport("closed by the other side without a word"));
        connection.transportClosed();
        output.close();
        if (end == null) {
            throw new IllegalStateException("a link ended without a reason");
        }
        listener.onClosed(end);
    }

    void peerClosedCarrier() {
        peerIsLeaving = true;
        closeAfterFlush();
    }

    /// A peer that was leaving has not read what we sent meanwhile, and its socket may say so.
    private LinkEnd endOfTransport(String otherwise) {
        return peerIsLeaving
                ? new LinkEnd.ClosedByPeer("closed by the " + peerName())
                : new LinkEnd.Lost(otherwise);
    }

    private void endWith(LinkEnd why) {
        if (end == null || why instanceof LinkEnd.Broken) {
            end = why;
        }
    }

    private void onSilence(Duration time) {
        lost("no answer for " + time.toSeconds() + " s");
    }

    private void finishDrain() {
        if (!closed) {
            connection.goAway();
        }
    }

    private void closeAfterFlush() {
        output.flushTurn();
        channel.writeAndFlush(seal.farewell(channel.alloc()))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private String peerName() {
        return role == Role.RELAY ? "agent" : "relay";
    }

    /// What the connection tells the link.
    private final class Events implements ConnectionListener {
        @Override
        public StreamListener onStream(Http2Stream stream, Fields head, boolean streamEnd) {
            return listener.onStream(stream, head, streamEnd);
        }

        @Override
        public void onNextFrame() {
            turn.flushPart();
        }

        @Override
        public void onSettings() {
            listener.onReady();
        }

        @Override
        public void onPong(long payload) {
            keepAlive.pong(payload);
            connection.roundTrip(keepAlive.roundTripNanos());
        }

        @Override
        public void onGoAway(ErrorCode error, String debug) {
            if (error == ErrorCode.NO_ERROR) {
                peerIsLeaving = true;
            } else {
                endWith(
                        new LinkEnd.Broken(
                                peerName()
                                        + " ended it: "
                                        + error
                                        + (debug.isEmpty() ? "" : ", " + debug)));
            }
            listener.onGoingAway();
        }

        @Override
        public void onFailure(ErrorCode error, String reason) {
            broken(reason + " (" + error + ")");
        }

        @Override
        public void onIdle() {
            boolean mayClose =
                    drainTimeout != null || role == Role.RELAY && !connection.isAccepting();
            if (!closed && mayClose && connection.activeStreams() == 0) {
                closeAfterFlush();
            }
        }
    }
}
