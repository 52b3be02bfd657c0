package io.portsicle.agent.local.exchange;

import io.netty.buffer.ByteBuf;
import io.portsicle.tunnel.http1.BodyFraming;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/// What a visitor sends behind a request's head, on its way from the stream to the local server.
/// Event loop only.
///
/// The visitor's side gets credit for bytes only as the connection takes them, so what waits here,
/// while there is no connection or a slow one, never exceeds the stream's window.
public final class RequestBody {
    private final BodyFraming framing;
    private final Http2Stream stream;
    private @Nullable BodySink sink;
    private @Nullable ArrayDeque<ByteBuf> waiting;
    private @Nullable Fields trailers;
    private @Nullable GivenPieces given;
    private long received;
    private int owedCredit;
    private boolean ended;
    private boolean touched;
    private boolean discarding;

    /// `ended` where the stream ended with the head; `stream` is the visitor's, which gets the
    /// credit.
    public RequestBody(BodyFraming framing, Http2Stream stream, boolean ended) {
        this.framing = framing;
        this.stream = stream;
        this.ended = ended;
    }

    /// Takes a piece and owns it; false where the body does not have the announced length (RFC
    /// 9113, 8.1.1).
    public boolean take(ByteBuf data, boolean end) {
        int size = data.readableBytes();
        received += size;
        ended = end;
        if (discarding) {
            data.release();
            stream.credit(size);
            return true;
        }
        if (!matchesLength(end)) {
            data.release();
            return false;
        }
        if (sink == null) {
            keep(data);
        } else {
            write(sink, data);
            endIfDue(sink);
            settle();
        }
        return true;
    }

    /// Takes trailers, the end of the body; false as in [#take(ByteBuf, boolean)].
    public boolean takeTrailers(Fields last) {
        ended = true;
        if (discarding) {
            return true;
        }
        if (!matchesLength(true)) {
            return false;
        }
        trailers = last.copy();
        if (sink != null) {
            endIfDue(sink);
        }
        return true;
    }

    /// Keeps a little of what is given away, so that it can be given a second time.
    public void keepGiven() {
        given = new GivenPieces();
    }

    /// It is certain that nothing is needed a second time.
    public void forgetGiven() {
        if (given != null) {
            given.release();
            given = null;
        }
    }

    /// From now on the body goes there; what was kept and what waited goes at once.
    public void flowInto(BodySink to) {
        sink = to;
        if (given != null) {
            given.giveAgain(to);
        }
        if (waiting != null) {
            for (ByteBuf data = waiting.poll(); data != null; data = waiting.poll()) {
                write(to, data);
            }
        }
        endIfDue(to);
        settle();
    }

    /// The sink is gone and had nothing that is not here any more: wait for another one.
    public void detach() {
        sink = null;
    }

    /// Nobody wants the rest. It is read and dropped, so that the stream can end in good order.
    public void discard() {
        discarding = true;
        sink = null;
        forgetGiven();
        releaseWaiting();
    }

    /// The stream is over: what waits is dropped.
    void close() {
        discarding = true;
        sink = null;
        owedCredit = 0;
        forgetGiven();
        releaseWaiting();
    }

    /// Gives credit for what the sink took; called again when it can take more.
    public void settle() {
        if (owedCredit > 0 && (sink == null || sink.isWritable())) {
            int credit = owedCredit;
            owedCredit = 0;
            stream.credit(credit);
        }
    }

    /// How the head announces it.
    public BodyFraming framing() {
        return framing;
    }

    /// Whether all of it came from the visitor.
    public boolean isEnded() {
        return ended;
    }

    /// Whether a part of it was given to a connection.
    public boolean isTouched() {
        return touched;
    }

    /// Whether everything that was given away could be given again.
    public boolean isWhole() {
        return !touched || given != null && given.isWhole();
    }

    /// Whether the request head promises a body.
    public boolean isAnnounced() {
        boolean isEmpty = framing instanceof BodyFraming.Length length && length.bytes() == 0;
        return !isEmpty && !(framing instanceof BodyFraming.None);
    }

    long received() {
        return received;
    }

    private boolean matchesLength(boolean end) {
        if (!(framing instanceof BodyFraming.Length length)) {
            return true;
        }
        return end ? received == length.bytes() : received <= length.bytes();
    }

    private void keep(ByteBuf data) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(data);
    }

    private void write(BodySink to, ByteBuf data) {
        int size = data.readableBytes();
        if (size == 0) {
            // A chunk of size 0 would be the end.
            data.release();
            return;
        }
        touched = true;
        owedCredit += size;
        if (given != null) {
            given.keep(data);
        }
        to.data(data);
    }

    private void endIfDue(BodySink to) {
        if (ended) {
            touched |= framing instanceof BodyFraming.Chunked;
            to.end(trailers);
        }
    }

    private void releaseWaiting() {
        if (waiting != null) {
            for (ByteBuf data = waiting.poll(); data != null; data = waiting.poll()) {
                owedCredit += data.readableBytes();
                data.release();
            }
        }
        settle();
    }
}
