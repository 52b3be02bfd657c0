package io.portsicle.tunnel;

import io.netty.channel.EventLoop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Looks at every link of an event loop once a second. With a timer for each of them, ten thousand
/// links would wake their loop for each single PING; here those that are due go out together, and
/// their answers come back together.
///
/// Where there are many links it looks at a fifth of them at a time, so that requests don't wait
/// behind all of them. One for each event loop; only on its thread.
final class Pulse implements Runnable {
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final PerLoop<Pulse> OF_LOOP = new PerLoop<>(Pulse::new);
    private static final int MANY = 100;
    private static final int PARTS = 5;

    private final EventLoop loop;
    private final List<KeepAlive> links = new ArrayList<>();

    /// Links from this one on were looked at.
    private int looked;

    private boolean isDue;

    private Pulse(EventLoop loop) {
        this.loop = loop;
    }

    /// The one of the event loop that runs this code.
    static Pulse of(EventLoop loop) {
        return OF_LOOP.of(loop);
    }

    void join(KeepAlive link) {
        links.add(link);
        if (!isDue) {
            goOn();
        }
    }

    void leave(KeepAlive link) {
        links.remove(link);
    }

    @Override
    public void run() {
        isDue = false;
        long now = loop.ticker().nanoTime();
        int part = isMany() ? Math.ceilDiv(links.size(), PARTS) : links.size();
        for (int i = 0; i < part && !links.isEmpty(); i++) {
            lookAtNext(now);
        }
        if (!links.isEmpty()) {
            goOn();
        }
    }

    /// Downwards, because a link that is given up leaves. A bug met with one link must not end the
    /// care for all.
    private void lookAtNext(long now) {
        looked = (looked == 0 || looked > links.size() ? links.size() : looked) - 1;
        try {
            links.get(looked).look(now);
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("a link could not be looked after");
        }
    }

    private void goOn() {
        isDue = true;
        long pause = EVERY.toNanos() / (isMany() ? PARTS : 1);
        loop.schedule(this, pause, TimeUnit.NANOSECONDS);
    }

    private boolean isMany() {
        return links.size() >= MANY;
    }
}
