package io.portsicle.tunnel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// How long the peer of a session has said nothing, on whichever link of it.
///
/// The links of a session lead to the same peer. While nobody uses them, an answer on one of them
/// tells enough about the others for a while, so they take turns in asking.
///
/// Any thread. A link tells what it has heard about once a second, so the silence is up to a second
/// shorter than this knows.
public final class SessionSilence {
    private final AtomicInteger links = new AtomicInteger();
    private final AtomicLong heardAt = new AtomicLong();

    /// A session that has no link yet.
    public SessionSilence() {}

    /// One more link, which counts as heard.
    void join(long nowNanos) {
        if (links.getAndIncrement() == 0) {
            heardAt.set(nowNanos);
        } else {
            heard(nowNanos);
        }
    }

    void leave() {
        links.decrementAndGet();
    }

    /// A link heard something at that time.
    void heard(long atNanos) {
        if (atNanos - heardAt.get() > 0) {
            heardAt.accumulateAndGet(atNanos, (known, told) -> told - known > 0 ? told : known);
        }
    }

    long nanos(long nowNanos) {
        return nowNanos - heardAt.get();
    }

    /// Whether there is another link that has heard nothing for longer than the one that last heard
    /// something at that time.
    boolean isLongerOnAnother(long lastHeardNanos) {
        return links.get() > 1 && lastHeardNanos - heardAt.get() >= 0;
    }
}
