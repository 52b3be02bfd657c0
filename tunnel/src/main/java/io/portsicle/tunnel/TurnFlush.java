package io.portsicle.tunnel;

import io.netty.channel.EventLoop;

import java.util.ArrayList;

/// Flushes once per turn of an event loop: after all sockets that were ready have been read, not
/// after each of them. That saves more CPU than anything else on the data path (a system call per
/// connection and turn instead of one per message).
///
/// Where a turn has much to read from one socket, what it led to goes out in parts, so that those
/// whom it is for have something to do meanwhile.
///
/// One for each event loop; only on its thread.
public final class TurnFlush implements Runnable {
    /// As many sockets are a part.
    static final int PART = 8;

    private static final PerLoop<TurnFlush> OF_LOOP = new PerLoop<>(TurnFlush::new);

    private final EventLoop loop;
    private ArrayList<Flushable> dirty = new ArrayList<>();
    private ArrayList<Flushable> flushing = new ArrayList<>();
    private boolean isDue;

    private TurnFlush(EventLoop loop) {
        this.loop = loop;
    }

    /// The one of the event loop that runs this code.
    public static TurnFlush of(EventLoop loop) {
        return OF_LOOP.of(loop);
    }

    /// Has `written` flushed at the end of this turn, or before. The caller keeps count of whether
    /// it is added already.
    public void add(Flushable written) {
        if (!isDue) {
            isDue = true;
            loop.execute(this);
        }
        dirty.add(written);
    }

    /// Flushes now where that is worth it, but for what was written last, which may go on. Nothing
    /// that the caller writes or reads is half done.
    void flushPart() {
        if (dirty.size() > PART && flushing.isEmpty()) {
            Flushable last = dirty.removeLast();
            flush();
            dirty.add(last);
        }
    }

    @Override
    public void run() {
        isDue = false;
        flush();
    }

    private void flush() {
        ArrayList<Flushable> now = dirty;
        dirty = flushing;
        flushing = now;
        for (int i = 0; i < now.size(); i++) {
            now.get(i).flushTurn();
        }
        now.clear();
    }
}
