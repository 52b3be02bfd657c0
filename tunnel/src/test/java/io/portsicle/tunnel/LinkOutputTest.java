package io.portsicle.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// How much a link hands to a socket whose buffers are small.
class LinkOutputTest {
    private static final int KERNEL = 8 * 1024;
    private static final int PIECE = 16 * 1024;
    private static final int MARK = 128 * 1024;
    private static final int AT_ONCE = 240 * 1024;

    private final EventLoopGroup loops = Transport.best().newGroup(1, "output-test");
    private final List<Boolean> writable = new CopyOnWriteArrayList<>();

    @AutoClose private final ServerSocket server = server();

    private Channel channel;
    private LinkOutput output;
    private Socket peer;

    @BeforeEach
    void connect() throws Exception {
        channel =
                new Bootstrap()
                        .group(loops)
                        .channel(Transport.best().channel())
                        .option(ChannelOption.SO_SNDBUF, KERNEL)
                        .option(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(MARK / 2, MARK))
                        .handler(new Listening())
                        .connect(server.getLocalSocketAddress())
                        .sync()
                        .channel();
        output = onLoop(() -> LinkOutput.bare(channel));
        peer = server.accept();
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        Transport.shutDown(loops).syncUninterruptibly();
    }

    @Test
    void aSocketThatTookAllGetsMoreAtOnce() throws Exception {
        assertThat(onLoop(this::writeWhileThereIsRoom)).isBetween(MARK, MARK + 2 * PIECE);
        readAll();
        onLoop(this::flushTurn);

        assertThat(onLoop(this::writeWhileThereIsRoom)).isBetween(AT_ONCE, AT_ONCE + 2 * PIECE);
    }

    @Test
    void aSocketThatLeftSomethingGetsNoMoreThanTheMark() throws Exception {
        onLoop(
                () -> {
                    writeWhileThereIsRoom();
                    return flushTurn();
                });
        readAll();

        assertThat(onLoop(this::writeWhileThereIsRoom)).isBetween(MARK, MARK + 2 * PIECE);
    }

    /// Whoever found no room waits for a word of the channel, which must come.
    @Test
    void aMarkThatFallsBelowWhatWaitsLeavesRoomForThePieceThatTells() throws Exception {
        List<Boolean> rooms =
                onLoop(
                        () -> {
                            flushTurn();
                            write(AT_ONCE - 2 * PIECE);
                            flushTurn();
                            assertThat(Unsent.bytes(channel)).isGreaterThan(MARK);
                            boolean before = output.hasRoom();
                            write(PIECE);
                            return List.of(before, output.hasRoom());
                        });
        assertThat(rooms).containsExactly(true, false);

        readAll();

        assertThat(writable).containsExactly(false, true);
        assertThat(onLoop(output::hasRoom)).isTrue();
    }

    private int writeWhileThereIsRoom() {
        int written = 0;
        while (output.hasRoom()) {
            written += write(PIECE);
        }
        return written;
    }

    private int write(int size) {
        output.append(Unpooled.wrappedBuffer(new byte[size]));
        return size;
    }

    private boolean flushTurn() {
        output.flushTurn();
        return true;
    }

    private void readAll() {
        Thread.ofVirtual().start(this::drain);
        await().until(() -> onLoop(() -> Unsent.bytes(channel) == 0));
    }

    private void drain() {
        try {
            peer.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The test is over.
        }
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return channel.eventLoop().submit(task).get(10, TimeUnit.SECONDS);
    }

    private static ServerSocket server() {
        try {
            ServerSocket server = new ServerSocket();
            server.setReceiveBufferSize(KERNEL);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Listening extends ChannelInboundHandlerAdapter {
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            writable.add(ctx.channel().isWritable());
        }
    }
}
