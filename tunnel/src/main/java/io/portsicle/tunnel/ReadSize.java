package io.portsicle.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

import java.util.function.IntSupplier;

/// How much of one socket is read at once: what usually comes, and of a bulk transfer as much as
/// whoever takes it has room for. Few large reads wake programs up less often than many small ones:
/// that is a third of what a download costs.
///
/// On the channel's event loop.
public final class ReadSize implements RecvByteBufAllocator {
    /// Read at once, whoever takes it.
    static final int USUAL_BYTES = 64 * 1024;

    /// Read at once where there is room.
    static final int MOST_BYTES = 256 * 1024;

    private static final int LEAST_BYTES = 64;
    private static final int FIRST_BYTES = 2048;
    private static final AdaptiveRecvByteBufAllocator ADAPTIVE =
            new AdaptiveRecvByteBufAllocator(LEAST_BYTES, FIRST_BYTES, MOST_BYTES);

    private IntSupplier room = () -> USUAL_BYTES;

    private ReadSize() {}

    /// The one of this channel, which gets it where it has none; that is early enough until the
    /// channel is read for the first time.
    public static ReadSize of(Channel channel) {
        if (channel.config().getRecvByteBufAllocator() instanceof ReadSize known) {
            return known;
        }
        ReadSize added = new ReadSize();
        channel.config().setRecvByteBufAllocator(added);
        return added;
    }

    /// Says who takes what is read: `bytes` tells its room, and is asked before a large read.
    public void limit(IntSupplier bytes) {
        room = bytes;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Limited((ExtendedHandle) ADAPTIVE.newHandle());
    }

    private int limited(int usual) {
        return usual <= USUAL_BYTES
                ? usual
                : Math.min(usual, Math.max(USUAL_BYTES, room.getAsInt()));
    }

    /// Netty's own adaptive sizes, limited.
    private final class Limited extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle adaptive;

        Limited(ExtendedHandle adaptive) {
            super(adaptive);
            this.adaptive = adaptive;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            return alloc.ioBuffer(guess());
        }

        @Override
        public int guess() {
            return limited(super.guess());
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return adaptive.continueReading(maybeMoreData);
        }
    }
}
