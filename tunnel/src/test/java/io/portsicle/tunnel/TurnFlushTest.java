package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

class TurnFlushTest {
    private final EventLoopGroup group = Transport.best().newGroup(1, "turns");
    private final EventLoop loop = group.next();
    private final List<Integer> flushed = new ArrayList<>();

    @AfterEach
    void stop() {
        Transport.shutDown(group);
    }

    @Test
    void whatIsWrittenInATurnIsFlushedAtItsEnd() throws Exception {
        assertThat(flushedWithin(TurnFlush.PART)).isEmpty();

        assertThat(flushedByNow()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void aPartGoesOutBeforeItButForWhatWasWrittenLast() throws Exception {
        assertThat(flushedWithin(TurnFlush.PART + 1)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);

        assertThat(flushedByNow()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void aFlushThatWritesElsewhereIsNotInterruptedByAnother() throws Exception {
        onLoop(
                () -> {
                    write(TurnFlush.PART);
                    turn().add(
                                    () -> {
                                        write(TurnFlush.PART + 1);
                                        turn().flushPart();
                                        flushed.add(-1);
                                    });
                    return null;
                });

        assertThat(flushedByNow().subList(0, 9)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, -1);
        assertThat(flushedByNow()).hasSize(18);
    }

    /// What is flushed before the turn ends that wrote to so many.
    private List<Integer> flushedWithin(int writes) throws Exception {
        return onLoop(
                () -> {
                    write(writes);
                    turn().flushPart();
                    return List.copyOf(flushed);
                });
    }

    private List<Integer> flushedByNow() throws Exception {
        return onLoop(() -> List.copyOf(flushed));
    }

    private void write(int times) {
        IntStream.range(0, times).forEach(i -> turn().add(() -> flushed.add(i)));
    }

    private TurnFlush turn() {
        return TurnFlush.of(loop);
    }

    private <T> T onLoop(Callable<T> action) throws InterruptedException, ExecutionException {
        return loop.submit(action).get();
    }
}
