package io.portsicle.relay.http1;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;

/// Moves a visitor's connection to another event loop. Nothing runs on it meanwhile; bytes that the
/// old loop still reads are kept by the visitor, and what the socket holds then is read on the new
/// loop.
final class Migration {
    private final SocketChannel channel;
    private final VisitorOutput output;

    Migration(SocketChannel channel, VisitorOutput output) {
        this.channel = channel;
        this.output = output;
    }

    /// Moves; `arrived` runs on the new loop. A connection that is closed on the way tells its
    /// handler so on the old loop, unless it was between the two: then `lost` runs.
    void to(EventLoop loop, Runnable arrived, Runnable lost) {
        output.flush();
        // A former response may still wait for the socket, and interest in writing does not move
        // along.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(
                        sent -> {
                            if (sent.isSuccess()) {
                                depart(loop, arrived, lost);
                            }
                        });
    }

    private void depart(EventLoop loop, Runnable arrived, Runnable lost) {
        channel.deregister()
                .addListener(
                        left -> {
                            if (channel.isOpen()) {
                                enter(loop, arrived, lost);
                            }
                        });
    }

    private void enter(EventLoop loop, Runnable arrived, Runnable lost) {
        loop.register(channel)
                .addListener(
                        entered -> {
                            if (entered.isSuccess()) {
                                arrived.run();
                            } else {
                                channel.unsafe().closeForcibly();
                                lost.run();
                            }
                        });
    }
}
