package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// One HTTP/2 connection (RFC 9113) in either role, over any transport of bytes.
///
/// Bytes of the peer go into [#read(ByteBuf)], bytes for the peer into a [ByteSink]. A client opens
/// streams, a server is told of them. Errors of the peer are values: a stream is reset, or the
/// connection says GOAWAY and its listener closes the transport. Everything happens on the link's
/// event loop.
public final class Http2Connection {
    /// Which end of the connection this is.
    public enum Role {
        CLIENT,
        SERVER
    }

    /// The stream that answers an upgrade to HTTP/2 itself (RFC 7540, 3.2). Ours was to a tunnel,
    /// so nobody uses it: a server library that was handed the dialled side of a connection may
    /// take stream 1 for that answer (Netty's does).
    private static final int UPGRADE_STREAM_ID = 1;

    private final Role role;
    private final EventLoop loop;
    private final Http2Config config;
    private final ConnectionListener listener;
    private final LongSupplier clock;
    private final FrameWriter writer;
    private final FrameReader reader;
    private final Sender sender;
    private final WindowBudget budget;
    private final PastStreams past = new PastStreams();
    private final IntObjectHashMap<Http2Stream> streams = new IntObjectHashMap<>();
    private final ArrayDeque<Http2Stream> unopened = new ArrayDeque<>();

    /// For whoever compares links on another thread: written in order, but never waited for.
    private final AtomicInteger active = new AtomicInteger();

    private volatile Http2Settings peer = Http2Settings.INITIAL;
    private volatile boolean settingsReceived;
    private int lastStreamId;
    private int lastStreamOfPeer = FrameFormat.LARGEST_STREAM_ID;
    private long roundTripNanos = -1;
    private boolean goAwaySent;
    private boolean goAwayReceived;
    private boolean closed;

    /// A connection that speaks as `role` once [#start()] is called. `clock` gives nanoseconds.
    public Http2Connection(
            Role role,
            EventLoop loop,
            ByteBufAllocator alloc,
            ByteSink sink,
            Http2Config config,
            ConnectionListener listener,
            LongSupplier clock) {
        this.role = role;
        this.loop = loop;
        this.config = config;
        this.listener = listener;
        this.clock = clock;
        this.writer = new FrameWriter(sink, config.maxFrameSize());
        this.sender = new Sender(writer, sink);
        this.budget = new WindowBudget(config.windowBudget());
        this.lastStreamId = role == Role.CLIENT ? UPGRADE_STREAM_ID : 0;
        InboundFrames inbound = new InboundFrames(this, config, clock);
        this.reader =
                new FrameReader(
                        alloc,
                        inbound,
                        config.maxFrameSize(),
                        config.maxHeaderListSize(),
                        role == Role.SERVER);
    }

    /// Says the first words: the client's preface, our SETTINGS, and a connection window at its
    /// maximum, because memory is bounded by the streams' windows and a full connection window
    /// would let one slow visitor stall all others.
    public void start() {
        if (role == Role.CLIENT) {
            writer.preface();
            writer.settings(
                    Http2Settings.ENABLE_PUSH, 0,
                    Http2Settings.INITIAL_WINDOW_SIZE, config.initialWindow(),
                    Http2Settings.MAX_FRAME_SIZE, config.maxFrameSize(),
                    Http2Settings.MAX_HEADER_LIST_SIZE, config.maxHeaderListSize());
        } else {
            writer.settings(
                    Http2Settings.MAX_CONCURRENT_STREAMS, config.maxConcurrentStreams(),
                    Http2Settings.INITIAL_WINDOW_SIZE, config.initialWindow(),
                    Http2Settings.MAX_FRAME_SIZE, config.maxFrameSize(),
                    Http2Settings.MAX_HEADER_LIST_SIZE, config.maxHeaderListSize(),
                    Http2Settings.ENABLE_CONNECT_PROTOCOL, 1);
        }
        writer.windowUpdate(0, FrameFormat.LARGEST_WINDOW - FrameFormat.DEFAULT_WINDOW);
    }

    /// Takes bytes of the peer; `in` is read to its end and stays the caller's.
    public void read(ByteBuf in) {
        reader.read(in);
    }

    /// The transport has room again.
    public void onRoom() {
        sender.pump();
    }

    /// Opens a stream (client). Beyond the peer's limit on concurrent streams it waits its turn;
    /// where it can't be opened at all it ends, later in this turn, with [StreamEnd.LinkLost] or,
    /// when too many wait, a reset with REFUSED_STREAM.
    public Http2Stream open(Fields head, boolean end, StreamListener to) {
        Http2Stream stream = newStream();
        stream.listener(to);
        if (!isAccepting()) {
            loop.execute(() -> stream.linkLost(false));
        } else if (streams.size() < peer.maxConcurrentStreams() && unopened.isEmpty()) {
            openNow(stream, head, end);
        } else if (unopened.size() < config.maxQueuedStreams()) {
            stream.waitToOpen(head, end);
            unopened.add(stream);
            countActive();
        } else {
            loop.execute(() -> stream.reset(ErrorCode.REFUSED_STREAM));
        }
        return stream;
    }

    /// Whether a stream can be opened (client), or would be served (server).
    public boolean isAccepting() {
        return !closed
                && !goAwayReceived
                && !areIdsUsedUp()
                && !(role == Role.SERVER && goAwaySent);
    }

    /// Whether a stream would be opened at once, and need not wait for another one to end (client).
    public boolean hasRoomForStream() {
        return isAccepting() && unopened.isEmpty() && streams.size() < peer.maxConcurrentStreams();
    }

    /// Whether the peer takes extended CONNECT (RFC 8441, 3). It may be tried until the peer's
    /// SETTINGS say otherwise. Any thread.
    public boolean allowsConnectProtocol() {
        return !settingsReceived || peer.allowsConnectProtocol();
    }

    /// Streams that could still be opened before the ids are used up (client).
    public int idsLeft() {
        return (config.maxStreamId() - lastStreamId) / 2;
    }

    /// Streams that run, and those that wait to be opened. Any thread.
    public int activeStreams() {
        return active.getOpaque();
    }

    public void ping(long payload) {
        writer.ping(payload);
    }

    /// Says that nothing new will be served (RFC 9113, 6.8); what runs goes on, then the listener
    /// hears that it is idle.
    public void goAway() {
        goAwaySent = true;
        writer.goAway(lastStreamOfPeerSeen(), ErrorCode.NO_ERROR, "");
        if (activeStreams() == 0) {
            loop.execute(listener::onIdle);
        }
    }

    /// Announces the GOAWAY to come without refusing what is on its way (RFC 9113, 6.8).
    public void announceGoAway() {
        writer.goAway(FrameFormat.LARGEST_STREAM_ID, ErrorCode.NO_ERROR, "");
    }

    /// The measured round trip, for the growth of windows.
    public void roundTrip(long nanos) {
        roundTripNanos = nanos;
    }

    /// The transport is gone: every stream ends with [StreamEnd.LinkLost].
    public void transportClosed() {
        closed = true;
        reader.stop();
        endUnopened();
        for (Http2Stream stream : new ArrayList<>(streams.values())) {
            stream.linkLost(stream.id() <= lastStreamOfPeer);
        }
    }

    // ---- for streams

    EventLoop loop() {
        return loop;
    }

    FrameWriter writer() {
        return writer;
    }

    Sender sender() {
        return sender;
    }

    long roundTripNanos() {
        return roundTripNanos;
    }

    void forget(Http2Stream stream, StreamEnd end) {
        if (role == Role.SERVER && !(end instanceof StreamEnd.ResetHere)) {
            past.finished(stream.id());
        }
        if (stream.id() == 0) {
            unopened.remove(stream);
        } else {
            streams.remove(stream.id());
            openWaiting();
        }
        countActive();
        if (activeStreams() == 0 && (goAwaySent || goAwayReceived) && !closed) {
            loop.execute(listener::onIdle);
        }
    }

    // ---- for inbound frames

    Role role() {
        return role;
    }

    ConnectionListener listener() {
        return listener;
    }

    @Nullable Http2Stream stream(int id) {
        return streams.get(id);
    }

    /// Whether a stream with this id has never been opened.
    boolean isIdle(int id) {
        boolean ours = (id & 1) == (role == Role.CLIENT ? 1 : 0);
        return role == Role.CLIENT ? !ours || id > lastStreamId : ours || id > lastStreamId;
    }

    PastStreams past() {
        return past;
    }

    /// Accepts a stream of the peer (server); its listener is still to be set.
    Http2Stream accept(int id) {
        past.opened(id, lastStreamId);
        lastStreamId = id;
        Http2Stream stream = newStream();
        stream.opened(id);
        streams.put(id, stream);
        countActive();
        return stream;
    }

    boolean isFull() {
        return streams.size() >= config.maxConcurrentStreams() || goAwaySent;
    }

    void applyPeerSettings(Http2Settings settings) {
        int change = settings.initialWindowSize() - peer.initialWindowSize();
        peer = settings;
        settingsReceived = true;
        writer.peerSettings(settings);
        writer.settingsAck();
        for (Http2Stream stream : new ArrayList<>(streams.values())) {
            if (!stream.changeSendWindow(change)) {
                fail(
                        ErrorCode.FLOW_CONTROL_ERROR,
                        "SETTINGS_INITIAL_WINDOW_SIZE overflows a window");
                return;
            }
            sender.schedule(stream);
        }
        openWaiting();
    }

    void goAwayReceived(int lastId, ErrorCode error, String debug) {
        goAwayReceived = true;
        lastStreamOfPeer = lastId;
        endUnopened();
        if (role == Role.CLIENT) {
            for (Http2Stream stream : new ArrayList<>(streams.values())) {
                if (stream.id() > lastId) {
                    stream.linkLost(false);
                }
            }
        }
        listener.onGoAway(error, debug);
        if (activeStreams() == 0) {
            loop.execute(listener::onIdle);
        }
    }

    /// Ends the connection because of what the peer did.
    void fail(ErrorCode error, String reason) {
        if (closed) {
            return;
        }
        reader.stop();
        goAwaySent = true;
        writer.goAway(lastStreamOfPeerSeen(), error, reason);
        listener.onFailure(error, reason);
    }

    private int lastStreamOfPeerSeen() {
        return role == Role.SERVER ? lastStreamId : 0;
    }

    private boolean areIdsUsedUp() {
        return role == Role.CLIENT && lastStreamId > config.maxStreamId() - 2;
    }

    private Http2Stream newStream() {
        ReceiveWindow window =
                new ReceiveWindow(config.initialWindow(), config.maxWindow(), budget, clock);
        return new Http2Stream(this, window, peer.initialWindowSize());
    }

    private void openNow(Http2Stream stream, Fields head, boolean end) {
        lastStreamId += 2;
        stream.opened(lastStreamId);
        streams.put(lastStreamId, stream);
        countActive();
        stream.sendHead(head, end);
    }

    private void countActive() {
        active.setOpaque(streams.size() + unopened.size());
    }

    private void openWaiting() {
        while (!unopened.isEmpty()
                && streams.size() < peer.maxConcurrentStreams()
                && isAccepting()) {
            Http2Stream stream = unopened.remove();
            Fields head = stream.headToOpenWith();
            if (head == null) {
                throw new IllegalStateException("a stream waits without its head");
            }
            stream.openWindow(peer.initialWindowSize());
            openNow(stream, head, stream.endsWithHead());
            sender.schedule(stream);
        }
        if (!isAccepting()) {
            endUnopened();
        }
    }

    private void endUnopened() {
        for (Http2Stream stream : new ArrayList<>(unopened)) {
            stream.linkLost(false);
        }
    }
}
