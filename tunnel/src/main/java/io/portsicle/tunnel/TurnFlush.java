package io.portsicle.tunnel;

import io.netty.channel.EventLoop;

import java.util.ArrayList;

/// Flushes once per turn of an event loop: after all sockets that were ready have been read, not
/// after each of them. That saves more CPU than anything else on the data path (a system call per
/// connection and turn instead of one per message).
///
/// One for each event loop; only on its thread.
public final class TurnFlush implements Runnable {
    private static final PerLoop<TurnFlush> OF_LOOP = new PerLoop<>(TurnFlush::new);

    private final EventLoop loop;
    private ArrayList<Flushable> dirty = new ArrayList<>();
    private ArrayList<Flushable> flushing = new ArrayList<>();

    private TurnFlush(EventLoop loop) {
        this.loop = loop;
    }

    /// The one of the event loop that runs this code.
    public static TurnFlush of(EventLoop loop) {
        return OF_LOOP.of(loop);
    }

    /// Has `written` flushed at the end of this turn. The caller keeps count of whether it is added
    /// already.
    public void add(Flushable written) {
        if (dirty.isEmpty()) {
            loop.execute(this);
        }
        dirty.add(written);
    }

    @Override
    public void run() {
        ArrayList<Flushable> now = dirty;
        dirty = flushing;
        flushing = now;
        for (int i = 0; i < now.size(); i++) {
            now.get(i).flushTurn();
        }
        now.clear();
    }
}
