package io.portsicle.leakcheck;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Netty's detector for one type of resource, with its findings going to the tests instead of a
/// log.
final class LeakDetector<T> extends ResourceLeakDetector<T> {

    private static final List<String> RUNNER_FRAMES =
            List.of("java.base/", "org.junit.", "org.apache.maven.surefire.");

    private final Consumer<String> found;

    LeakDetector(Class<?> resource, int samplingInterval, Consumer<String> found) {
        super(resource, samplingInterval);
        this.found = found;
    }

    /// Takes up what the garbage collector has found: Netty does so when it tracks a resource.
    @SuppressWarnings("unchecked") // the resource's type is not looked at
    void look() {
        T resource = (T) new Object();
        ResourceLeakTracker<T> tracker = track(resource);
        if (tracker != null) {
            tracker.close(resource);
        }
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        String ours =
                records.lines()
                        .filter(line -> RUNNER_FRAMES.stream().noneMatch(line.strip()::startsWith))
                        .collect(Collectors.joining("\n"));
        found.accept(resourceType + ours);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        found.accept(resourceType + " (no access recorded)");
    }
}
