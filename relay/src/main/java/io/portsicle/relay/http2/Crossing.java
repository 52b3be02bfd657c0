package io.portsicle.relay.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.portsicle.tunnel.Link;
import io.portsicle.tunnel.http2.ErrorCode;
import io.portsicle.tunnel.http2.Http2Stream;
import io.portsicle.tunnel.http2.StreamEnd;
import io.portsicle.tunnel.http2.StreamListener;
import io.portsicle.tunnel.message.Fields;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.RejectedExecutionException;

/// A stream of a link on another event loop than its visitor: every word is a message from the one
/// loop to the other. It costs a few microseconds for each request, so it is for visitors who ask
/// for several endpoints on one connection; all others are where their link is.
final class Crossing implements FarStream {
    /// Bytes that may be on their way to the link's loop, before the visitor should pause.
    private static final int UNDERWAY_BYTES = 64 * 1024;

    private final EventLoop here;
    private final EventLoop there;
    private final StreamListener listener;
    private final ThereSide far = new ThereSide();

    // ---- here
    private int underway;
    private boolean isPaused;
    private boolean isOver;

    private Crossing(EventLoop here, EventLoop there, StreamListener listener) {
        this.here = here;
        this.there = there;
        this.listener = listener;
    }

    static FarStream open(
            Link link, EventLoop here, Fields head, boolean end, StreamListener listener) {
        Crossing crossing = new Crossing(here, link.loop(), listener);
        crossing.goThere(() -> crossing.far.stream = link.open(head, end, crossing.far));
        return crossing;
    }

    @Override
    public void sendData(ByteBuf data, boolean end) {
        int size = data.readableBytes();
        underway += size;
        if (!goThere(() -> far.send(data, size, end))) {
            data.release();
        }
    }

    @Override
    public void sendTrailers(Fields trailers) {
        Fields copy = trailers.copy();
        goThere(() -> far.stream().sendTrailers(copy));
    }

    @Override
    public boolean hasRoom() {
        isPaused |= underway >= UNDERWAY_BYTES;
        return !isPaused;
    }

    @Override
    public void credit(int bytes) {
        goThere(() -> far.stream().credit(bytes));
    }

    @Override
    public void reset(ErrorCode error) {
        if (!isOver) {
            goThere(() -> far.stream().reset(error));
            over(new StreamEnd.ResetHere(error));
        }
    }

    private void arrived(int bytes) {
        underway -= bytes;
        if (isPaused && underway <= UNDERWAY_BYTES / 2 && !isOver) {
            isPaused = false;
            listener.onRoom();
        }
    }

    private void received(ByteBuf data, boolean end) {
        if (isOver) {
            data.release();
        } else {
            listener.onData(data, end);
        }
    }

    private void over(StreamEnd end) {
        if (!isOver) {
            isOver = true;
            listener.onClosed(end);
        }
    }

    private boolean goThere(Runnable task) {
        return go(there, task);
    }

    private boolean goHere(Runnable task) {
        return go(here, task);
    }

    /// False where the loop is gone, and with it everybody who could want to know.
    private static boolean go(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            if (!loop.isShuttingDown()) {
                throw e;
            }
            return false;
        }
    }

    /// The side of the link's event loop.
    private final class ThereSide implements StreamListener {
        private @Nullable Http2Stream stream;
        private int untold;

        Http2Stream stream() {
            if (stream == null) {
                throw new IllegalStateException("a stream is used before it was opened");
            }
            return stream;
        }

        void send(ByteBuf data, int size, boolean end) {
            stream().sendData(data, end);
            untold += size;
            if (stream().hasRoom()) {
                onRoom();
            }
        }

        @Override
        public void onHead(Fields head, boolean end) {
            Fields copy = head.copy();
            goHere(
                    () -> {
                        if (!isOver) {
                            listener.onHead(copy, end);
                        }
                    });
        }

        @Override
        public void onData(ByteBuf data, boolean end) {
            if (!goHere(() -> received(data, end))) {
                data.release();
            }
        }

        @Override
        public void onTrailers(Fields trailers) {
            Fields copy = trailers.copy();
            goHere(
                    () -> {
                        if (!isOver) {
                            listener.onTrailers(copy);
                        }
                    });
        }

        @Override
        public void onRoom() {
            int bytes = untold;
            untold = 0;
            goHere(() -> arrived(bytes));
        }

        @Override
        public void onClosed(StreamEnd end) {
            goHere(() -> over(end));
        }
    }
}
