package io.portsicle.tunnel.http2;

import io.portsicle.bench.Nanoseconds;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/// What flow control costs for each DATA frame of a reader that keeps up: counted, used, credited,
/// and now and then answered by a WINDOW_UPDATE. In the package of the windows, which are nobody
/// else's.
@State(Scope.Thread)
public class WindowBenchmark extends Nanoseconds {
    private static final int BUDGET = 64 * 1024 * 1024;
    private static final int INITIAL = 256 * 1024;
    private static final int MAX = 16 * 1024 * 1024;
    private static final long LOOPBACK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long FAR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /// A small answer, and a full frame of a download.
    @Param({"100", "16384"})
    public int bytes;

    private long simulated;
    private final ReceiveWindow near =
            new ReceiveWindow(INITIAL, MAX, new WindowBudget(BUDGET), System::nanoTime);
    private final ReceiveWindow far =
            new ReceiveWindow(INITIAL, MAX, new WindowBudget(BUDGET), () -> simulated);

    /// As fast as this benchmark can go, by the real clock.
    @Benchmark
    public int onOneMachine() {
        return frame(near, LOOPBACK_NANOS);
    }

    /// At 1 Gbit/s over a round trip of 100 ms: the window grows to the path's size.
    @Benchmark
    public int overADistance() {
        simulated += bytes * 8L;
        return frame(far, FAR_NANOS);
    }

    private int frame(ReceiveWindow window, long roundTripNanos) {
        if (!window.receive(bytes)) {
            throw new IllegalStateException("a sender that keeps to its window is refused");
        }
        return window.credit(bytes) ? window.update(roundTripNanos) : 0;
    }
}
