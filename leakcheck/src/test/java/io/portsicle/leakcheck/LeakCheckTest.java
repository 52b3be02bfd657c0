package io.portsicle.leakcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class LeakCheckTest {

    @Test
    void aBufferThatNobodyReleasesFailsItsTestClass() {
        TestExecutionSummary summary = run(Leaking.class);

        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getFailures()).hasSize(1);
        assertThat(summary.getFailures().getFirst().getException())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LEAK: ByteBuf")
                .hasMessageContaining("Leaking.forgetsABuffer");
    }

    @Test
    void aSliceThatNobodyReleasesFailsItsTestClass() {
        assertThat(run(LeakingSlice.class).getFailures()).hasSize(1);
    }

    @Test
    void whatIsReleasedOnAnotherThreadIsNoLeak() {
        assertThat(run(Releasing.class).getTotalFailureCount()).isZero();
    }

    private static TestExecutionSummary run(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        new TestExecutionListener[] {listener});
        return listener.getSummary();
    }

    static class Leaking {
        @Test
        void forgetsABuffer() {
            PooledByteBufAllocator.DEFAULT.buffer().writeInt(1);
        }
    }

    static class LeakingSlice {
        @Test
        void forgetsASlice() {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer().writeInt(1);
            buffer.readRetainedSlice(2);
            buffer.release();
        }
    }

    static class Releasing {
        @Test
        void handsItsBufferOn() throws InterruptedException {
            ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer().writeInt(1);
            Thread other = Thread.ofVirtual().start(buffer::release);
            other.join();
        }
    }
}
