package io.portsicle.relay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.portsicle.tunnel.ReadSize;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The sockets that a relay listens on. They are bound before anything is accepted, because the
/// ports stand in URLs.
///
/// Each is bound so that another relay of the same user may listen beside it (SO_REUSEPORT). A
/// relay that wants its addresses for itself looks first whether anybody has them; one that starts
/// beside another takes all that comes.
final class Listeners implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final RelayConfig.Start start;
    private final List<Channel> channels = new ArrayList<>();
    private final List<ListenAddress> bound = new ArrayList<>();
    private volatile Function<ListenAddress, ChannelInitializer<SocketChannel>> visitors =
            unopened -> {
                throw new IllegalStateException("accepted before it was time: " + unopened);
            };

    private Listeners(RelayConfig.Start start) {
        this.start = start;
    }

    /// Binds every address, or none.
    static Listeners bind(List<ListenAddress> addresses, RelayConfig.Start start, Engine engine) {
        Listeners listeners = new Listeners(start);
        ServerBootstrap bootstrap = listeners.bootstrap(engine);
        try {
            for (ListenAddress address : addresses) {
                listeners.bind(bootstrap, address);
            }
            return listeners;
        } catch (RelayStartException failed) {
            listeners.close();
            throw failed;
        }
    }

    /// The addresses with the ports that were given where any free one was wished.
    List<ListenAddress> bound() {
        return List.copyOf(bound);
    }

    /// Accepts connections from now on; `initializers` has what sets up those of each address.
    void accept(Function<ListenAddress, ChannelInitializer<SocketChannel>> initializers) {
        visitors = initializers;
        channels.forEach(channel -> channel.config().setAutoRead(true));
    }

    /// Accepts nothing any longer; connections that were accepted stay.
    @Override
    public void close() {
        for (Channel channel : channels) {
            channel.close().awaitUninterruptibly();
        }
    }

    private ServerBootstrap bootstrap(Engine engine) {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(engine.loops())
                        .channel(engine.transport().serverChannel())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        return engine.transport().sharesPorts()
                ? bootstrap.option(UnixChannelOption.SO_REUSEPORT, true)
                : bootstrap;
    }

    private void bind(ServerBootstrap bootstrap, ListenAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
        if (socket.isUnresolved()) {
            throw new RelayStartException(
                    "the host of --listen %s is not known".formatted(address), null);
        }
        if (start == RelayConfig.Start.ALONE && address.port() != 0) {
            checkFree(address, socket);
        }
        ChannelFuture binding =
                bootstrap
                        .clone()
                        .childHandler(new Newcomers(address))
                        .bind(socket)
                        .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new RelayStartException(reason(address, binding.cause()), binding.cause());
        }
        channels.add(binding.channel());
        if (start == RelayConfig.Start.BESIDE
                && binding.channel() instanceof EpollServerSocketChannel) {
            PortShare.takeAll(binding.channel());
        }
        int port = ((InetSocketAddress) binding.channel().localAddress()).getPort();
        bound.add(address.withPort(port));
    }

    /// Sets up new connections of one address.
    private final class Newcomers extends ChannelInitializer<SocketChannel> {
        private final ListenAddress address;

        Newcomers(ListenAddress address) {
            this.address = address;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            ReadSize.of(channel);
            channel.pipeline().addLast(visitors.apply(address));
        }
    }

    /// A socket that shares nothing gets an address only where nobody listens.
    private static void checkFree(ListenAddress address, InetSocketAddress socket) {
        try (ServerSocket alone = new ServerSocket()) {
            alone.setReuseAddress(true);
            alone.bind(socket);
        } catch (IOException taken) {
            throw new RelayStartException(reason(address, taken), taken);
        }
    }

    private static String reason(ListenAddress address, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("in use")) {
            return ("port %d of --listen is in use (%s); stop the program that has it, or choose"
                            + " another port; --beside takes over from a relay that runs there")
                    .formatted(address.port(), address);
        }
        if (message.contains("denied")) {
            return "port %d of --listen is not allowed to this user (%s); choose one above 1023"
                    .formatted(address.port(), address);
        }
        return "--listen %s can't be listened on: %s".formatted(address, message);
    }
}
