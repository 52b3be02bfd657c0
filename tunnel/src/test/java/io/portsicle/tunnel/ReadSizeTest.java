package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadSizeTest {
    @AutoClose private final EmbeddedChannel channel = new EmbeddedChannel();

    private final ReadSize size = ReadSize.of(channel);
    private final ExtendedHandle reads = size.newHandle();

    @ParameterizedTest
    @CsvSource({"0, 65536", "100000, 100000", "2147483647, 262144"})
    void readsThatAreFilledGrowToTheRoomThereIs(int room, int most) {
        size.limit(() -> room);
        fill(10);

        ByteBuf next = reads.allocate(UnpooledByteBufAllocator.DEFAULT);

        assertThat(reads.guess()).isEqualTo(most);
        assertThat(next.capacity()).isEqualTo(most);
        next.release();
    }

    @Test
    void nobodyIsAskedBeforeAReadIsLarge() {
        size.limit(
                () -> {
                    throw new IllegalStateException("a small read needs no room");
                });
        fill(1);
        assertThat(reads.guess()).isBetween(2048, 64 * 1024);
    }

    @Test
    void whoSaysNothingOfRoomReadsTheUsual() {
        fill(10);
        assertThat(reads.guess()).isEqualTo(64 * 1024);
    }

    @Test
    void aChannelHasOneOfThem() {
        assertThat(ReadSize.of(channel)).isSameAs(size);
    }

    /// As many reads, each a turn of its own, that find as much as they take.
    private void fill(int times) {
        for (int i = 0; i < times; i++) {
            reads.reset(channel.config());
            reads.incMessagesRead(1);
            reads.attemptedBytesRead(reads.guess());
            reads.lastBytesRead(reads.guess());
            reads.readComplete();
        }
    }
}
