package io.portsicle.tunnel.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Runs a comparison on many inputs, each made from the seed and its index. The build runs some ten
/// thousand; `bench/fuzz` runs 100 million, tells what came of them, and makes a single one again.
public final class Fuzzing {
    private static final String RUNS = "portsicle.fuzz.runs";
    private static final long FEW = 40_000;
    private static final long SEED = Long.getLong("portsicle.fuzz.seed", 42);
    private static final long ONLY_AT = Long.getLong("portsicle.fuzz.at", -1);
    private static final int THREADS = Integer.getInteger("portsicle.fuzz.threads", 1);
    private static final int LEAST_ALIKE_PERCENT = 40;

    private final String name;
    private final Comparison comparison;
    private final Draft draft = new Draft();
    private final Map<Verdict, long[]> counts = new LinkedHashMap<>();

    private Fuzzing(String name, Comparison comparison) {
        this.name = name;
        this.comparison = comparison;
    }

    /// Compares; `name` is that of the test class without `FuzzTest`, as `bench/fuzz --only` takes
    /// it. Each thread asks for a comparison of its own.
    public static void run(String name, Supplier<? extends Comparison> comparisons)
            throws Exception {
        if (ONLY_AT >= 0) {
            Fuzzing one = new Fuzzing(name, comparisons.get());
            one.run(ONLY_AT, ONLY_AT + 1);
            System.out.printf("%s %d: %s%n%s%n", name, ONLY_AT, one.counts.keySet(), one.draft);
            return;
        }
        long runs = Long.getLong(RUNS, FEW);
        long start = System.nanoTime();
        Map<String, Long> counts = onThreads(name, comparisons, runs);
        if (System.getProperty(RUNS) != null) {
            long nanos = System.nanoTime() - start;
            System.out.printf(
                    "%s: %,d inputs of seed %d, %d ns each: %s%n",
                    name, runs, SEED, nanos / runs, counts);
        }
        assertThat(counts.getOrDefault(Verdict.Plain.ALIKE.name(), 0L) * 100 / runs)
                .as("percent read alike")
                .isGreaterThanOrEqualTo(LEAST_ALIKE_PERCENT);
    }

    private static Map<String, Long> onThreads(
            String name, Supplier<? extends Comparison> comparisons, long runs) throws Exception {
        List<Callable<Fuzzing>> parts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            long from = runs * i / THREADS;
            long to = runs * (i + 1) / THREADS;
            Fuzzing part = new Fuzzing(name, comparisons.get());
            parts.add(() -> part.run(from, to));
        }
        Map<String, Long> counts = new TreeMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Fuzzing> part : threads.invokeAll(parts)) {
                part.get()
                        .counts
                        .forEach((verdict, n) -> counts.merge(verdict.toString(), n[0], Long::sum));
            }
        }
        return counts;
    }

    private Fuzzing run(long from, long to) {
        for (long index = from; index < to; index++) {
            draft.start(SEED, index);
            try {
                comparison.make(draft);
                Verdict verdict = comparison.judge(draft);
                if (draft.isSound() && verdict != Verdict.Plain.ALIKE) {
                    throw new AssertionError("a sound input is " + verdict);
                }
                counts.computeIfAbsent(verdict, unused -> new long[1])[0]++;
            } catch (Throwable failure) {
                throw new AssertionError(
                        "bench/fuzz --only %s --at %d 1 %d\ninput: %s\n%s"
                                .formatted(name, index, SEED, draft, failure.getMessage()),
                        failure);
            }
        }
        return this;
    }
}
