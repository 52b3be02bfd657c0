package io.portsicle.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultEventExecutorChooserFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ThreadPerTaskExecutor;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// The sockets of this machine: epoll on Linux, kqueue on macOS, Java's own elsewhere. Any thread.
public enum Transport {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class, EpollDomainSocketChannel.class),
    KQUEUE(
            KQueueServerSocketChannel.class,
            KQueueSocketChannel.class,
            KQueueDomainSocketChannel.class),
    NIO(NioServerSocketChannel.class, NioSocketChannel.class, NioDomainSocketChannel.class);

    private final Class<? extends ServerSocketChannel> serverChannel;
    private final Class<? extends SocketChannel> channel;
    private final Class<? extends Channel> unixChannel;

    Transport(
            Class<? extends ServerSocketChannel> serverChannel,
            Class<? extends SocketChannel> channel,
            Class<? extends Channel> unixChannel) {
        this.serverChannel = serverChannel;
        this.channel = channel;
        this.unixChannel = unixChannel;
    }

    /// The fastest that works here.
    public static Transport best() {
        if (Epoll.isAvailable()) {
            return EPOLL;
        }
        return KQueue.isAvailable() ? KQUEUE : NIO;
    }

    /// Event loops on daemon threads called `name-1`, `name-2` and so on. The caller ends them
    /// ([#shutDown(EventLoopGroup)]).
    public EventLoopGroup newGroup(int threads, String name) {
        return newGroup(threads, name, DefaultEventExecutorChooserFactory.INSTANCE);
    }

    /// The same; `chooser` says which of them a new channel goes to.
    public EventLoopGroup newGroup(int threads, String name, EventExecutorChooserFactory chooser) {
        return new MultiThreadIoEventLoopGroup(
                threads,
                new ThreadPerTaskExecutor(new DefaultThreadFactory(name, true)),
                chooser,
                handlers());
    }

    /// Closes all channels of a group of [#newGroup(int, String)] and ends its event loops; what
    /// comes back is done when that is done. Once is enough, twice does no harm.
    ///
    /// Netty closes the channels early in a turn of the loop, and may end a loop in the very turn
    /// in which it is told to, with channels that nobody has closed. One that is told when its turn
    /// is over, with a quiet period however short, and still has a task to run goes through
    /// another.
    public static Future<?> shutDown(EventLoopGroup group) {
        group.forEach(loop -> shutDown((SingleThreadEventLoop) loop));
        return group.terminationFuture();
    }

    private static void shutDown(SingleThreadEventLoop loop) {
        Runnable end =
                () -> {
                    loop.shutdownGracefully(1, 1, TimeUnit.NANOSECONDS);
                    loop.execute(() -> {});
                };
        try {
            loop.execute(() -> loop.executeAfterEventLoopIteration(end));
        } catch (RejectedExecutionException ended) {
            // Told before.
        }
    }

    /// The channel class that listens.
    public Class<? extends ServerSocketChannel> serverChannel() {
        return serverChannel;
    }

    /// The channel class that dials.
    public Class<? extends SocketChannel> channel() {
        return channel;
    }

    /// The channel class that dials Unix sockets.
    public Class<? extends Channel> unixChannel() {
        return unixChannel;
    }

    /// The address of a Unix socket, as [#unixChannel()] wants it.
    public SocketAddress unixAddress(String path) {
        return this == NIO ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path);
    }

    /// Whether two processes may listen on one port (SO_REUSEPORT).
    public boolean sharesPorts() {
        return this != NIO;
    }

    private IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory(0, BusyPoll.factory());
            case KQUEUE -> KQueueIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }
}
