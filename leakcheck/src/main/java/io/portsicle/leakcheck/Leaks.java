package io.portsicle.leakcheck;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Makes Netty's leak detectors and keeps what they find. Thread-safe.
final class Leaks extends ResourceLeakDetectorFactory {

    static final Leaks FOUND = new Leaks();

    /// The collector hands references over in batches of any order: the second one proves that the
    /// first, which holds the leaks, was handed over whole.
    private static final int COLLECTIONS = 2;

    private static final long COLLECTION_MILLIS = 5_000;

    private final List<LeakDetector<?>> detectors = new CopyOnWriteArrayList<>();
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    private Leaks() {}

    @Override
    @SuppressWarnings("deprecation") // the one method that Netty leaves abstract
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
            Class<T> resource, int samplingInterval, long maxActive) {
        LeakDetector<T> detector = new LeakDetector<>(resource, samplingInterval, leaks::add);
        detectors.add(detector);
        return detector;
    }

    /// Collects garbage and throws if a resource was among it that nobody had released. What it
    /// says once is not said again.
    void failIfAny(String when) {
        for (int i = 0; i < COLLECTIONS; i++) {
            collectGarbage();
        }
        detectors.forEach(LeakDetector::look);
        StringBuilder report = new StringBuilder();
        for (String leak = leaks.poll(); leak != null; leak = leaks.poll()) {
            report.append("\nLEAK: ").append(leak);
        }
        if (!report.isEmpty()) {
            throw new AssertionError("not released " + when + ":" + report);
        }
    }

    private static void collectGarbage() {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        Reference<Object> garbage = new PhantomReference<>(new Object(), queue);
        System.gc();
        try {
            if (queue.remove(COLLECTION_MILLIS) != garbage) {
                throw new AssertionError("System.gc() did nothing; is -XX:+DisableExplicitGC set?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while looking for leaks", e);
        }
    }
}
