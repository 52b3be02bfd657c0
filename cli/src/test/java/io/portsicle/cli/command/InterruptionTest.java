package io.portsicle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class InterruptionTest {

    private final List<Thread> hooks = new ArrayList<>();
    private final AtomicInteger halted = new AtomicInteger(-1);
    private final AtomicInteger goodbyes = new AtomicInteger();
    private final Interruption interruption = new Interruption(hooks::add, halted::set);

    @Test
    void aSignalAsksTheCommandToEndAndHaltsWithItsExitCode() throws InterruptedException {
        interruption.onAsked(
                () -> {
                    goodbyes.incrementAndGet();
                    interruption.ended(0);
                });

        signal();

        assertThat(goodbyes).hasValue(1);
        assertThat(halted).hasValue(0);
    }

    @Test
    void aCommandThatIsOverIsNotAskedAgain() throws InterruptedException {
        interruption.onAsked(goodbyes::incrementAndGet);
        interruption.ended(3);

        signal();

        assertThat(goodbyes).hasValue(0);
        assertThat(halted).hasValue(3);
    }

    private void signal() throws InterruptedException {
        hooks.getFirst().start();
        hooks.getFirst().join();
    }
}
