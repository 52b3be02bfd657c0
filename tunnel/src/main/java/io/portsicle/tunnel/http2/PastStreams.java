package io.portsicle.tunnel.http2;

/// What a server remembers of streams that are over or never were: whoever still sends on those
/// breaks the rules (RFC 9113, 5.1 and 5.1.1), while frames that crossed a reset of ours do not.
/// Only the last ones are remembered; frames of older ones are ignored. Link's event loop only.
final class PastStreams {
    private static final int REMEMBERED = 64;

    /// Empty until a stream has finished.
    private int[] finished = {};

    private int next;
    private int passedFrom;
    private int passedTo;

    /// The peer has ended the stream, or given it up.
    void finished(int id) {
        if (finished.length == 0) {
            finished = new int[REMEMBERED];
        }
        finished[next] = id;
        next = (next + 1) % REMEMBERED;
    }

    boolean wasFinished(int id) {
        for (int one : finished) {
            if (one == id) {
                return true;
            }
        }
        return false;
    }

    /// A new stream passes over the ids between it and the last one: they are closed.
    void opened(int id, int last) {
        if (id > last + 2) {
            passedFrom = last + 1;
            passedTo = id - 1;
        }
    }

    boolean wasPassedOver(int id) {
        return id >= passedFrom && id <= passedTo;
    }
}
