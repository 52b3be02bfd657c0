package io.portsicle.acceptance.visitor;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// Many visitors at once, each on a virtual thread.
public final class Crowd implements AutoCloseable {
    /// What one visitor does; `index` tells it from the others.
    @FunctionalInterface
    public interface Visit {
        void by(int index) throws Exception;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> visits;

    private Crowd(int size, Visit visit) {
        visits =
                IntStream.range(0, size)
                        .<Future<?>>mapToObj(
                                index ->
                                        threads.submit(
                                                () -> {
                                                    visit.by(index);
                                                    return null;
                                                }))
                        .toList();
    }

    /// Sends them all off; [#await()] waits for them.
    public static Crowd send(int size, Visit visit) {
        return new Crowd(size, visit);
    }

    /// Sends them all off and waits; fails as the first of them failed.
    public static void all(int size, Visit visit) throws Exception {
        try (Crowd crowd = send(size, visit)) {
            crowd.await();
        }
    }

    public void await() throws Exception {
        for (Future<?> visit : visits) {
            await(visit);
        }
    }

    /// Ends those that are still at it.
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static void await(Future<?> visit) throws Exception {
        try {
            visit.get(120, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a visitor failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a visitor was not done after 120 s", e);
        }
    }
}
