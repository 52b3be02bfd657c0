package io.portsicle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.atomic.AtomicInteger;

@Timeout(10)
class InterruptionTest {

    private final AtomicInteger halted = new AtomicInteger(-1);
    private final AtomicInteger goodbyes = new AtomicInteger();
    private final Interruption interruption = new Interruption(halted::set);

    @Test
    void aSignalAsksTheCommandToEndAndHaltsWithItsExitCode() {
        interruption.onAsked(this::sayGoodbye);

        interruption.signalled();

        assertThat(goodbyes).hasValue(1);
        assertThat(halted).hasValue(0);
    }

    @Test
    void aSignalThatCameBeforeTheCommandWasReadyCounts() throws InterruptedException {
        Thread jvm = new Thread(interruption::signalled);
        jvm.start();

        interruption.onAsked(this::sayGoodbye);
        jvm.join();

        assertThat(goodbyes).hasValue(1);
        assertThat(halted).hasValue(0);
    }

    @Test
    void aCommandThatIsOverIsNotAskedAgain() {
        interruption.onAsked(this::sayGoodbye);
        interruption.ended(3);

        interruption.signalled();

        assertThat(goodbyes).hasValue(0);
        assertThat(halted).hasValue(3);
    }

    private void sayGoodbye() {
        goodbyes.incrementAndGet();
        interruption.ended(0);
    }
}
