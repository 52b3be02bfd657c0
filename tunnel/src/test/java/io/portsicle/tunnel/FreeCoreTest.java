package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

class FreeCoreTest {
    @Test
    void threadsThatRunAreTheFourthNumber() throws Exception {
        assertThat(FreeCore.running("0.20 0.18 0.12 3/684 11206\n")).isEqualTo(3);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatLinuxSaysIsUnderstood() throws Exception {
        // Whoever asks runs.
        assertThat(FreeCore.running(Files.readString(Path.of("/proc/loadavg")))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.20", "0.20 0.18 0.12", "0.20 0.18 0.12 many/684 11206"})
    void whatIsNoNumberOfThreadsIsNamed(String loads) {
        assertThatIOException()
                .isThrownBy(() -> FreeCore.running(loads))
                .withMessage("/proc/loadavg has no number of threads that run: " + loads);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noCoreIsFreeBesideAsManyThreadsThatRun() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .start(
                                    () -> {
                                        while (!over.get()) {
                                            Thread.onSpinWait();
                                        }
                                    }));
        }
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> !FreeCore.isThere());
        } finally {
            over.set(true);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
