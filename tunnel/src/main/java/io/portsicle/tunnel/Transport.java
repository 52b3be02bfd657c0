package io.portsicle.tunnel;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultEventExecutorChooserFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import io.netty.util.concurrent.ThreadPerTaskExecutor;

/// The sockets of this machine: epoll on Linux, kqueue on macOS, Java's own elsewhere. Any thread.
public enum Transport {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
    KQUEUE(KQueueServerSocketChannel.class, KQueueSocketChannel.class),
    NIO(NioServerSocketChannel.class, NioSocketChannel.class);

    private final Class<? extends ServerSocketChannel> serverChannel;
    private final Class<? extends SocketChannel> channel;

    Transport(
            Class<? extends ServerSocketChannel> serverChannel,
            Class<? extends SocketChannel> channel) {
        this.serverChannel = serverChannel;
        this.channel = channel;
    }

    /// The fastest that works here.
    public static Transport best() {
        if (Epoll.isAvailable()) {
            return EPOLL;
        }
        return KQueue.isAvailable() ? KQUEUE : NIO;
    }

    /// Event loops on daemon threads called `name-1`, `name-2` and so on. The caller shuts the
    /// group down.
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

    /// The channel class that listens.
    public Class<? extends ServerSocketChannel> serverChannel() {
        return serverChannel;
    }

    /// The channel class that dials.
    public Class<? extends SocketChannel> channel() {
        return channel;
    }

    /// Whether two processes may listen on one port (SO_REUSEPORT).
    public boolean sharesPorts() {
        return this != NIO;
    }

    private IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case KQUEUE -> KQueueIoHandler.newFactory();
            case NIO -> NioIoHandler.newFactory();
        };
    }
}
