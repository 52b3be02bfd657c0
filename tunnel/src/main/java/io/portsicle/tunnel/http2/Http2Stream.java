package io.portsicle.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

/// One request and its response on a link. Every method belongs on the link's event loop.
///
/// What is sent is queued while the peer gives no window; [#hasRoom()] says when to stop reading
/// the source. What is received must be credited. RFC 9113, 5.
public final class Http2Stream {
    /// Bytes that may wait in a stream before its source should pause.
    static final int ROOM_BYTES = 64 * 1024;

    private static final int ROOM_AGAIN_BYTES = ROOM_BYTES / 2;
    private static final int UNOPENED = 0;

    private final Http2Connection connection;
    private @Nullable StreamListener listener;
    private int id = UNOPENED;
    private @Nullable Fields headToOpenWith;

    private final ReceiveWindow receiving;
    private boolean headReceived;
    private boolean peerEnded;

    private final Backlog backlog = new Backlog();
    private int sendWindow;
    private boolean endQueued;
    private @Nullable Fields trailersQueued;
    private boolean ended;
    private boolean sourcePaused;
    private boolean scheduled;
    private boolean closed;

    Http2Stream(Http2Connection connection, ReceiveWindow receiving, int sendWindow) {
        this.connection = connection;
        this.receiving = receiving;
        this.sendWindow = sendWindow;
    }

    /// The stream's number on its link; 0 while it waits for the peer's limit on concurrent
    /// streams.
    public int id() {
        return id;
    }

    public EventLoop loop() {
        return connection.loop();
    }

    /// Sends a head: an interim (1xx) or the final one. It is encoded at once.
    public void sendHead(Fields head, boolean end) {
        if (closed) {
            return;
        }
        connection.writer().head(id, head, end);
        if (end) {
            endSending();
        }
    }

    /// Sends a piece of the body and takes ownership of it.
    public void sendData(ByteBuf data, boolean end) {
        if (closed || ended) {
            data.release();
            return;
        }
        if (backlog.isEmpty() && id != UNOPENED && connection.sender().sendNow(this, data, end)) {
            return;
        }
        backlog.add(data);
        endQueued = end;
        connection.sender().schedule(this);
    }

    /// Sends trailers behind the body; they end this side.
    public void sendTrailers(Fields trailers) {
        if (closed || ended) {
            return;
        }
        trailersQueued = trailers.copy();
        if (backlog.isEmpty()) {
            sendQueuedTrailers();
        }
    }

    /// Whether the source may go on; after false, [StreamListener#onRoom()] comes.
    public boolean hasRoom() {
        if (backlog.bytes() >= ROOM_BYTES) {
            sourcePaused = true;
        }
        return !sourcePaused;
    }

    /// Bytes that leave at once if they come now; where none do, bytes that may wait.
    public int room() {
        int now = backlog.isEmpty() && id != UNOPENED ? connection.sender().roomNow(this) : 0;
        return now > 0 ? now : Math.max(0, ROOM_BYTES - backlog.bytes());
    }

    /// Gives the peer credit for received bytes that were really used.
    public void credit(int bytes) {
        if (!closed && !peerEnded && bytes > 0 && receiving.credit(bytes)) {
            int increment = receiving.update(connection.roundTripNanos());
            if (increment > 0) {
                connection.writer().windowUpdate(id, increment);
            }
        }
    }

    /// Gives the stream up, in both directions. [StreamListener#onClosed(StreamEnd)] follows within
    /// this call.
    public void reset(ErrorCode error) {
        if (closed) {
            return;
        }
        if (id != UNOPENED) {
            connection.writer().reset(id, error);
        }
        close(new StreamEnd.ResetHere(error));
    }

    /// Bytes that wait for the peer's window, or for the transport.
    public int waitingBytes() {
        return backlog.bytes();
    }

    /// Sets who hears of the stream. Whoever accepts a stream and answers it at once, within
    /// [ConnectionListener#onStream], does this first.
    public void listener(StreamListener newListener) {
        listener = newListener;
    }

    // ---- for the connection

    void opened(int newId) {
        id = newId;
        headToOpenWith = null;
    }

    void waitToOpen(Fields head, boolean end) {
        headToOpenWith = head.copy();
        endQueued = end;
    }

    void openWindow(int size) {
        sendWindow = size;
    }

    @Nullable Fields headToOpenWith() {
        return headToOpenWith;
    }

    /// Whether the head that waits ends the stream's sending side.
    boolean endsWithHead() {
        return endQueued && backlog.isEmpty();
    }

    boolean isClosed() {
        return closed;
    }

    boolean isHeadReceived() {
        return headReceived;
    }

    boolean isPeerEnded() {
        return peerEnded;
    }

    ReceiveWindow receiving() {
        return receiving;
    }

    void receiveHead(Fields head, boolean end, boolean interim) {
        headReceived = !interim;
        peerEnded = end;
        listening().onHead(head, end);
        closeIfComplete();
    }

    void receiveTrailers(Fields trailers) {
        peerEnded = true;
        listening().onTrailers(trailers);
        closeIfComplete();
    }

    void receiveData(ByteBuf data, boolean end) {
        peerEnded = end;
        listening().onData(data, end);
        closeIfComplete();
    }

    void requestEnded() {
        peerEnded = true;
    }

    void resetByPeer(ErrorCode error) {
        boolean wasComplete = peerEnded && error == ErrorCode.NO_ERROR;
        close(wasComplete ? StreamEnd.Completed.INSTANCE : new StreamEnd.ResetByPeer(error));
    }

    void linkLost(boolean delivered) {
        close(new StreamEnd.LinkLost(delivered));
    }

    void close(StreamEnd end) {
        if (closed) {
            return;
        }
        closed = true;
        backlog.clear();
        receiving.close();
        connection.forget(this, end);
        listening().onClosed(end);
    }

    // ---- for the sender

    boolean isScheduled() {
        return scheduled;
    }

    void scheduled(boolean isScheduled) {
        scheduled = isScheduled;
    }

    int sendWindow() {
        return sendWindow;
    }

    /// Changes the window; false when it grows beyond what HTTP/2 can count.
    boolean changeSendWindow(long by) {
        long changed = sendWindow + by;
        if (changed > FrameFormat.LARGEST_WINDOW) {
            return false;
        }
        sendWindow = (int) changed;
        return true;
    }

    /// Whether something waits that the stream's own window lets go.
    boolean canSend() {
        ByteBuf next = backlog.peek();
        return !closed && id != UNOPENED && next != null && (sendWindow > 0 || !next.isReadable());
    }

    /// Takes the next piece of the queue, of at most `max` bytes.
    ByteBuf take(int max) {
        return backlog.take(Math.min(max, Math.max(0, sendWindow)));
    }

    /// Whether the piece just taken was the last one and ends this side.
    boolean isLastTaken() {
        return backlog.isEmpty() && endQueued && trailersQueued == null;
    }

    /// Something left the queue: ends this side where that was all, wakes the source where there is
    /// room again.
    void sent(boolean last) {
        if (last) {
            endSending();
        } else if (backlog.isEmpty() && trailersQueued != null) {
            sendQueuedTrailers();
        } else if (sourcePaused && backlog.bytes() <= ROOM_AGAIN_BYTES) {
            sourcePaused = false;
            listening().onRoom();
        }
    }

    private void sendQueuedTrailers() {
        Fields trailers = trailersQueued;
        if (trailers != null && id != UNOPENED) {
            connection.writer().head(id, trailers, true);
            endSending();
        }
    }

    private void endSending() {
        ended = true;
        closeIfComplete();
    }

    private void closeIfComplete() {
        if (ended && peerEnded) {
            close(StreamEnd.Completed.INSTANCE);
        }
    }

    private StreamListener listening() {
        StreamListener to = listener;
        if (to == null) {
            throw new IllegalStateException("stream " + id + " has no listener");
        }
        return to;
    }
}
