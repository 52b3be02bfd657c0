package io.portsicle.acceptance.visitor;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// 200 visitors' requests a second, come what may: a request is due when the clock says so, not
/// when the one before it was answered, and its latency counts from then. They are spread over 32
/// connections, each on a virtual thread; what is due on a connection that still waits queues
/// behind.
///
/// The local server must answer `?id=17` with `17` (for nginx, [#ECHO]): each answer must be that
/// of its own request, whole, and a 200.
public final class SteadyLoad implements AutoCloseable {
    /// What makes nginx answer with the request's id.
    public static final String ECHO = "location / { return 200 $arg_id; }";

    private static final int PER_SECOND = 200;
    private static final int CONNECTIONS = 32;
    private static final int HANDSHAKES_PER_SECOND = 25;

    private final URI endpoint;
    private final Reuse reuse;
    private final Duration pause;
    private final Instant start = Instant.now();
    private final AtomicLong ids = new AtomicLong();
    private final Queue<Visit> visits = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;
    private volatile boolean isStopped;

    private SteadyLoad(URI endpoint, Reuse reuse, int perSecond) {
        this.endpoint = endpoint;
        this.reuse = reuse;
        this.pause = Duration.ofSeconds(1).dividedBy(perSecond);
        this.threads =
                IntStream.range(0, CONNECTIONS)
                        .mapToObj(lane -> Thread.ofVirtual().unstarted(() -> run(lane)))
                        .toList();
    }

    /// On connections that are kept for as long as the relay keeps them.
    public static SteadyLoad onKeptConnections(URI endpoint) {
        return start(new SteadyLoad(endpoint, Reuse.KEPT, PER_SECOND));
    }

    /// Each request on a connection of its own.
    public static SteadyLoad onNewConnections(URI endpoint) {
        return start(new SteadyLoad(endpoint, Reuse.NEW_EACH, PER_SECOND));
    }

    /// Each request on a connection of its own, with TLS: fewer, because a handshake costs this
    /// process more than the relay.
    public static SteadyLoad onNewTlsConnections(URI endpoint) {
        return start(new SteadyLoad(endpoint, Reuse.NEW_EACH, HANDSHAKES_PER_SECOND));
    }

    /// What came of the requests so far; those on their way are not in it.
    public LoadReport soFar() {
        return new LoadReport(List.copyOf(visits));
    }

    /// Goes on for a while.
    public SteadyLoad runFor(Duration time) {
        Instant end = Instant.now().plus(time);
        await().atMost(time.plusSeconds(5)).until(() -> Instant.now().isAfter(end));
        return this;
    }

    /// Waits for the first success of a request sent after a moment; how long after it the answer
    /// came.
    public Duration awaitSuccessAfter(Instant moment) {
        return await("a success after " + moment)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> soFar().firstSuccessAfter(moment), first -> first.isPresent())
                .orElseThrow();
    }

    /// Sends no more, waits for the answers that are due, and tells.
    public LoadReport stop() {
        isStopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return soFar();
    }

    @Override
    public void close() {
        isStopped = true;
        threads.forEach(Thread::interrupt);
    }

    private static SteadyLoad start(SteadyLoad load) {
        load.threads.forEach(Thread::start);
        return load;
    }

    private void run(int lane) {
        try (var connection = new LoadConnection(endpoint, reuse)) {
            Instant due = start.plus(pause.multipliedBy(lane));
            while (awaitDue(due)) {
                visits.add(connection.visit(ids.incrementAndGet(), due));
                due = due.plus(pause.multipliedBy(CONNECTIONS));
            }
        }
    }

    private boolean awaitDue(Instant due) {
        for (Duration left = until(due); left.isPositive(); left = until(due)) {
            LockSupport.parkNanos(left.toNanos());
            if (isOver()) {
                return false;
            }
        }
        return !isOver();
    }

    private boolean isOver() {
        return isStopped || Thread.currentThread().isInterrupted();
    }

    private static Duration until(Instant due) {
        return Duration.between(Instant.now(), due);
    }

    /// What becomes of a connection after an answer.
    enum Reuse {
        KEPT,
        NEW_EACH
    }
}
